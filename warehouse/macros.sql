CREATE MACRO span(text, start_offset, end_offset) AS
    substring(text, start_offset + 1, end_offset - start_offset);

COMMENT ON MACRO span IS
    'The part of a text between two offsets: code points, from 0, the end exclusive.';
