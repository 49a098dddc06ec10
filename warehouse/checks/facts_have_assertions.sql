-- table: facts
-- severity: gate
-- meaning: Every fact rests on at least one statement.
SELECT fact_id
FROM facts
ANTI JOIN assertions USING (fact_id)
