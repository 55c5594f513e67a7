"""What the six parties of 2021 are called in each language, by the name that the sample's candidates have.

Real parties under names in common use in July 2021, short where everybody uses the short one. The sources of
the published figures write them in Latin letters only: the Kazakh and Russian forms are general knowledge.
Later names (Nur Otan became Amanat in 2022) do not belong here: an election keeps the names of its own day.
"""

from __future__ import annotations

from dauys.core.norms import Words

PARTIES = {
    "Nur Otan": Words(kk="«Нұр Отан»", ru="«Нур Отан»", en="Nur Otan"),
    "Auyl": Words(kk="«Ауыл»", ru="«Ауыл»", en="Auyl"),
    "Adal": Words(kk="«Адал»", ru="«Адал»", en="Adal"),
    "Ak Zhol": Words(kk="«Ақ жол»", ru="«Ак жол»", en="Ak Zhol"),
    "QHP": Words(
        kk="Қазақстан Халық партиясы", ru="Народная партия Казахстана", en="People's Party of Kazakhstan"
    ),
    "OSDP": Words(
        kk="Жалпыұлттық социал-демократиялық партия",
        ru="Общенациональная социал-демократическая партия",
        en="Nationwide Social Democratic Party",
    ),
}
