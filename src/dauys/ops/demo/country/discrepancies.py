"""Where sources do not agree or leave a question open, and what the demo does about it; a page shows them.

Real: what the sources say. Sample: nothing. A contradiction is settled for the better source, openly.
"""

from __future__ import annotations

from dauys.ops.demo.country.records import Discrepancy, Names

DISCREPANCIES: tuple[Discrepancy, ...] = (
    Discrepancy(
        "kyzylorda-151",
        Names(
            "Қызылорда: бір дерек көзінде 151 кандидат «ұсынылды», басқасында «қатысады» (53 "
            "партиядан, 98 өзі).",
            "Кызылорда: 151 кандидат в одном источнике «выдвинуты», в другом «участвуют» (53 от "
            "партий, 98 сами).",
            'Kyzylorda: 151 candidates are "nominated" in one source and "taking part" in another '
            "(53 of parties, 98 by themselves).",
        ),
        "tolqyn.kz; informburo.kz",
        Names(
            "Екеуі де сақталды: облыста 151 кандидат ұсынылып, барлығы тіркелген, бас тартылғандар жоқ.",
            "Сохранены оба: в области выдвинут 151 кандидат и все зарегистрированы, отказов нет.",
            "Both are kept: 151 are nominated in the region and all of them registered, nobody is refused.",
        ),
    ),
    Discrepancy(
        "turkistan-precincts",
        Names(
            "Түркістан: 241 учаске, ертерек хабарда – 242.",
            "Туркестан: 241 участок, в более раннем сообщении – 242.",
            "Turkistan: 241 precincts, in an earlier report 242.",
        ),
        "qz.inform.kz",
        Names(
            "Кейінгі сан алынды: 241.", "Взято более позднее число: 241.", "The later number is taken: 241."
        ),
    ),
    Discrepancy(
        "opened-1845",
        Names(
            "Барлығы 1 847 учаске; астана уақытымен 7:00-де 1 845 учаске ашылды делінген.",
            "Всего 1 847 участков; сообщалось, что в 7:00 столичного времени открылись 1 845.",
            "There are 1,847 precincts; 1,845 were reported open at 7:00 capital time.",
        ),
        "en.inform.kz a3815965; khabar.kz",
        Names(
            "1 847 учаске алынды; ашылу сағаттары көрсетілмейді.",
            "Взяты 1 847 участков; часы открытия не показываются.",
            "1,847 precincts are taken; hours of opening are not shown.",
        ),
    ),
    Discrepancy(
        "nur-otan-588",
        Names(
            "7 шілдені қоса алғанда «Нұр Отан» 588 кандидат ұсынды, ал сайланғандары – 627.",
            "К 7 июля «Нур Отан» выдвинул 588 кандидатов, избрано же 627.",
            "Nur Otan had nominated 588 candidates by 7 July, but 627 were elected.",
        ),
        "akmolinform.kz/?p=9287; Wikipedia",
        Names(
            "Қалған кандидаттар 8–9 шілдеде ұсынылған деп есептелді.",
            "Принято, что остальные выдвинуты 8–9 июля.",
            "The others are taken to have been nominated on 8 and 9 July.",
        ),
    ),
    Discrepancy(
        "winners-33",
        Names(
            "730 орынның 697 жеңімпазының партиясы аталған, 33-і туралы дерек жоқ.",
            "Из 730 избранных партия названа у 697, о 33 сведений нет.",
            "Of 730 elected, the party of 697 is named; the source says nothing of 33.",
        ),
        "Wikipedia",
        Names(
            "33 орын «дерек көзінде көрсетілмеген» деп беріледі; мұнда оларды өзін-өзі ұсынғандар алған.",
            "33 места показаны как «не указано в источнике»; здесь их получили самовыдвиженцы.",
            '33 seats are shown as "not attributed in the source"; here self-nominated candidates hold them.',
        ),
    ),
    Discrepancy(
        "winners-percentages",
        Names(
            "Жеңімпаздар кестесіндегі пайыздар бір жолға жылжып кеткен.",
            "Проценты в таблице победителей сдвинуты на строку.",
            "The percentages in the table of winners are shifted by one row.",
        ),
        "Wikipedia",
        Names(
            "Пайыздар қолданылмайды, тек сандар.",
            "Проценты не используются, только числа.",
            "The percentages are not used, only the numbers.",
        ),
    ),
    Discrepancy(
        "north-kazakhstan-20",
        Names(
            "Солтүстік Қазақстан: 20 аумақтық комиссия аталған, ал облыста 14 аудан мен қала бар.",
            "Северный Казахстан: названо 20 территориальных комиссий, районов и городов в области 14.",
            "North Kazakhstan: 20 territorial commissions are named, but the region has 14 "
            "districts and cities.",
        ),
        "turkystan.kz",
        Names(
            "218 учаске алынды; аумақтық комиссиялар – аудандар бойынша, 13 ауданда сайлау өтеді.",
            "Взяты 218 участков; территориальные комиссии – по районам, выборы идут в 13.",
            "218 precincts are taken; there is a territorial commission per district, and 13 districts vote.",
        ),
    ),
    Discrepancy(
        "took-part",
        Names(
            "Жарияланған қатысу деңгейі бюллетень алғандарды санайды; заң бойынша қатысқандарға "
            "жарамсыз бюллетеньдер кірмейді.",
            "Опубликованная явка считает получивших бюллетени; по закону недействительные бюллетени "
            "в число участвовавших не входят.",
            "The published turnout counts voters with a ballot; by the law invalid ballots are not among "
            "those who took part.",
        ),
        "adilet.zan.kz/rus/docs/Z950002464_ 43(5); astanatv.kz 62550",
        Names(
            "Қатысу деңгейі – берілген бюллетеньдер; Атыраудың 32 981-і де солай оқылды.",
            "Явка – по выданным бюллетеням; так же прочитаны 32 981 Атырауской области.",
            "Turnout is by ballots issued; the 32,981 of Atyrau are read so too.",
        ),
    ),
    Discrepancy(
        "regional-means",
        Names(
            "Белгісіз тоғыз облыстың орташа қатысу деңгейі 84,9% болғанда ғана республика бойынша "
            "79,10% шығады.",
            "79,10 % по республике получаются, только если девять областей без данных дают в среднем 84,9 %.",
            "The country comes to 79.10 % only if the nine regions without voters average 84.9 %.",
        ),
        "astanatv.kz 62550; Wikipedia",
        Names(
            "Жамбыл, Солтүстік және Шығыс Қазақстанға сайлаушылар көбірек берілді; бұл – біздің есебіміз.",
            "Жамбылской, Северо- и Восточно-Казахстанской областям дано больше избирателей; это наш расчет.",
            "Zhambyl, North and East Kazakhstan are given more voters; that is our reckoning.",
        ),
    ),
    Discrepancy(
        "kyzylorda-304",
        Names(
            "Қызылорда: 304 комиссия мүшесі – 54 учаске мен аудандық комиссияларға бірге жетпейді.",
            "Кызылорда: 304 члена комиссий – мало для 54 участков вместе с районными комиссиями.",
            "Kyzylorda: 304 members of commissions are too few for 54 precincts and the district "
            "commissions.",
        ),
        "tolqyn.kz; informburo.kz",
        Names(
            "304 – учаскелік комиссиялардың мүшелері деп алынды.",
            "304 приняты за членов участковых комиссий.",
            "304 are taken to be the members of precinct commissions.",
        ),
    ),
    Discrepancy(
        "campaign-end",
        Names(
            "Үгіт бір хабарда 23 шілдеде, басқасында 24 шілде 00:00-де аяқталады.",
            "Агитация в одном сообщении заканчивается 23 июля, в другом – 24 июля в 00:00.",
            "Campaigning ends on 23 July in one report, on 24 July at 00:00 in another.",
        ),
        "qazaqtv.com; kt.kz",
        Names("Бұл – бір сәт.", "Это один и тот же момент.", "It is the same moment."),
    ),
    Discrepancy(
        "city-of-significance",
        Names(
            "Баспасөз хабарының аудармасында «облыстық маңызы бар қала» да кездеседі.",
            "В переводе пресс-релиза встречаются и «города областного значения».",
            'The translated press release also says "cities of regional significance".',
        ),
        "election.gov.kz ID=6370",
        Names(
            "Заңдағы атау алынды: аудандық маңызы бар қала.",
            "Взят термин закона: город районного значения.",
            "The law's term is taken: city of district significance.",
        ),
    ),
)
