"""The language of texts: told from a few lines where these are sure, else from more of them."""

from __future__ import annotations

import pytest

from transforms.clean.language import detect_language

ENGLISH = "The council met on Monday evening to speak about the bridge, and adjourned at midnight. "
GERMAN = "Der Rat kam am Montag zusammen, um über die Brücke zu sprechen, und vertagte sich spät. "
TEXTS = {
    "en": ENGLISH,
    "de": GERMAN,
    "fr": "Le conseil s'est réuni lundi soir pour parler du pont, et il s'est séparé à minuit. ",
    "tr": "Meclis köprüyü görüşmek üzere pazartesi akşamı toplandı ve gece yarısı dağıldı. ",
    "ru": "Совет собрался в понедельник вечером, чтобы обсудить мост, и разошёлся в полночь. ",
    "ja": "議会は月曜日の夜に橋について話し合うために開かれ、真夜中に散会した。",
}


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("times", [1, 5, 60])
def test_a_text_of_any_length_is_in_its_language(language: str, times: int) -> None:
    assert detect_language(TEXTS[language] * times) == language


def test_a_long_quote_in_the_middle_does_not_make_the_language() -> None:
    assert detect_language(GERMAN * 6 + ENGLISH * 4 + GERMAN * 6) == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [("", None), ("Istanbul 2025", None), ("12,000 " * 500, None), ("Стамбул 2025 " * 2, "und")],
)
def test_where_it_cannot_be_told_only_the_script_is(text: str, language: str | None) -> None:
    assert detect_language(text) == language
