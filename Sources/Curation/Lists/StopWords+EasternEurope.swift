/// Function words of the Slavic languages, Hungarian and Romanian (`StopWords` says where they come from).
extension StopWords {
    /// Polish.
    static let polish: StaticString = """
        w i nie na się to z do jest że o jak a ale co tak za od po dla tym czy przez tego są ma tylko już mi mnie ze
        może bo ja ten oraz bardzo będzie być jego by sobie ich mam jeśli roku też jeszcze był które jako jestem
        było jej kiedy który nawet teraz go no pod coś ci lat tam te więc gdy gdzie tej bez żeby jednak lub nic
        wszystko można przy przed więcej nas także tu on była u tych również ta takie ktoś niż dobrze kto zawsze
        która właśnie sie aby albo ty mają którzy podczas bardziej dlaczego nich raz mu nad nigdy im mamy chce
        innych je temu tutaj wiele został będą jeden wszyscy wszystkich wszystkie były kilka nam sposób we których
        taki swoje dlatego każdy którym dwa miał moje mój ok sam trzeba ją nim ciebie mogą oni cię dużo
        """

    /// Czech.
    static let czech: StaticString = """
        a se v na je to že s z si do jsem ale o i tak pro ve za co k jako jak po by už od jsou mi když mě jen nebo
        byl bude já u má jsme které ty jeho který až není bylo aby než ze ještě byla být také ani pak při tam toho
        ten kde mám která ho ne před protože první tu podle pokud tom něco tím další teď nic mezi nás vám vás bez
        jste kdo moc proč své tomu asi jejich může kdy ji ti více dnes či mít takže nám však již nad jestli mají pod
        ta třeba den právě tady taky všechno ke přes dva její proti proto jeden musí budou jsi někdo tohle jde kteří
        kvůli zde jim každý tedy všichni chci nové vůbec ano byly jí možná máme pouze tento budu hodně prostě tři my
        ní této byli
        """

    /// Slovak.
    static let slovak: StaticString = """
        a v sa na je to z že s ako aj o si do som ale po za tak od čo už bol by pre sú ak k alebo nie sme ich len vo
        aby keď ktorý ktoré pri má jeho bola bude ktorá až bolo byť vám jej so ho ešte i zo podľa mi však ani ste tu
        viac kde boli pred medzi môže nás vás no tiež tým toho tom či pod potom ju všetko bez ja tento nám tam iba
        ma niečo preto možno pretože tomu všetky mať mu mali práve teda ten dnes toto u každý svoje asi mal nad
        najmä ktorú tejto takže ktorej lebo mám tie nič im svoju iné nich cez ktorých máte môžete kto majú mala
        ktorí budú musí tieto mňa svoj vaše prečo máme túto ku tohto tomto ďalšie budete naše svojho táto nej tých
        seba my než všetci svojich
        """

    /// Slovenian.
    static let slovenian: StaticString = """
        je in v na se da so za ki pa z tudi lahko s ne kot po iz bi bo od tako to pri ali o če že bil do ni med vse
        jih ko kar ga si smo bila več sem nekaj saj ta tega zelo jo bilo ob a bodo ker kjer sta vedno le pred veliko
        prav kaj samo naj vam kako nas mi te brez k boste nam vendar dan bomo vas mu pod bili bolj danes dobro drugi
        proti seveda vsi ti prvi potem ste jim leto zdaj poleg mora res biti dve malo vsak eno nad nato celo dva tri
        me primer vsaj ena skozi nič sicer stran pravi sam sedaj dovolj pogosto tam skoraj eden prej vaše zakaj
        okoli ravno njegovo en kdo njegov preko tisti tu bile e ji čez drugo težko včasih medtem tukaj manj naše
        njih jaz lepo nikoli nekateri
        """

    /// Croatian.
    static let croatian: StaticString = """
        je u i da se na od za su a ne sa iz to kao o što koji kako bi ali nije još po s do sve bio ili sam će koja
        samo te biti koje kada ako tako bilo smo mi on ga jer pa ni zbog bila nakon bez li ih šta dok ja oni mu ovaj
        pod nego nas svi bili svoje nema ona tu bih bude nam nisu im ti tome uz taj nešto ono koju već svoju zato
        svoj neće vam me njih neki tim ova jedna kroz iako prije ste vas ta tada njega sebe vrlo si jedno kojima naš
        no naše neke vi njegov ćemo one nisam e joj neka baš odmah svog jeste njemu njegova njima ovim sebi nad god
        dakle pored nama naša zatim zaista mene ću moj ovoj ju svom de ćete meni moje njegovo sva uvijek bar biste
        moja
        """

    /// Serbian.
    static let serbian: StaticString = """
        je u i da se na od za su a ne sa iz to kao o što koji kako bi ali nije još po s do sve bio ili sam će koja
        samo te biti koje kada ako tako bilo smo mi on ga jer pa ni zbog bila nakon bez li ih šta dok ja oni mu ovaj
        pod nego nas svi bili svoje nema ona tu bih bude nam nisu im ti tome uz taj nešto ono koju već svoju zato
        svoj neće vam me njih neki tim ova jedna kroz iako prije ste vas ta tada njega sebe vrlo si jedno kojima naš
        no naše neke vi njegov ćemo one nisam e joj neka baš odmah svog jeste njemu njegova njima ovim sebi nad god
        dakle pored nama naša zatim zaista mene ću moj ovoj ju svom de ćete meni moje njegovo sva uvijek bar biste
        moja је у и да се на од за су а не са из то као о што који како би али није још по с до све био или сам ће
        која само те бити које када ако тако било смо ми он га јер па ни због била након без ли их шта док ја они му
        овај под него нас сви били своје нема она ту бих буде нам нису им ти томе уз тај нешто оно коју већ своју
        зато свој неће вам ме њих неки тим ова једна кроз иако прије сте вас та тада њега себе врло си једно којима
        наш но наше неке ви његов ћемо оне нисам е јој нека баш одмах свог јесте њему његова њима овим себи над год
        дакле поред нама наша затим заиста мене ћу мој овој ју свом де ћете мени моје његово сва увијек бар бисте
        моја
        """

    /// Hungarian.
    static let hungarian: StaticString = """
        a az és nem hogy egy is de meg csak ha van volt ez vagy már még én kell el jó ki azt most akkor mint ezt
        minden mert nagyon így olyan itt mi sem lesz lehet vagyok majd nagy úgy be nincs aki két fel után ne új
        amikor ami első te több pedig mindig nekem amit szerint mit s egyik ilyen le sok e jól miért volna azért
        milyen igen között lett ott alatt ma miatt lenne által hát más ő mikor valami ben egész arra ezért vannak
        ahol át ezek legyen rá elég neki aztán előtt se valaki év amely kicsit semmi tényleg mellett erre mindenki
        neked na nélkül saját ahogy akik három inkább szerintem együtt hogyan túl valamint újra ezzel mivel másik
        néhány vissza őket ban ellen ennek hanem pár benne ezen persze tovább azonban illetve köszönöm vele éves
        talán ebben bár kellett teljes voltak annak
        """

    /// Romanian.
    static let romanian: StaticString = """
        de în și a la să din o pe cu nu mai un este că care pentru se au ce fost ca al am sunt fi si va s lui dar
        sau e sa dacă după i ne ar le poate prin cum când ale in despre era iar mult are l ai cel mare cele doar
        foarte noi el fie ei n dintre te timp tot până face pot chiar vă toate vor acest bine mi acum nici către
        două atunci unui avea cât mă unde cea eu unei fără între această multe îi asta ceea alte avut lor îl d unul
        sub aici m astfel zi ea prima trei orice spre asemenea ceva fiecare peste apoi cei nou fel primul unor
        acesta dat nevoie numai una asupra înainte aceasta avem doi prea sale său mea ori toți voi ți aceste acolo
        mine îmi da acestea nostru îți bună
        """

    /// Bulgarian.
    static let bulgarian: StaticString = """
        на и в да е от за се с не си че по ще са това като а ми но до го много най има му ако към може съм ти ли
        само няма след през аз които г при ви или как какво той ни трябва всички който във което те един още така
        със време когато този я тази ги вече която години една малко нещо преди ме повече сега без беше защото им
        тези тя бъде всичко добре защо година едно все ден както между също тук всеки става мен него път там сме
        някой толкова кой други над колко под срещу няколко сте тях чрез би ето нас около дали две днес докато ние
        пак просто според то бе винаги нищо прави дори пред заради имат точно й къде някои искам май the доста три
        живот където отново заедно върху два дни нея бил вас иска
        """

    /// Macedonian.
    static let macedonian: StaticString = """
        на и во да се од за е со не го ќе што дека ги како ја тоа а кој кои си по ми до ти но или само има кога беше
        сите тој ако така може која ова јас еден сум му треба време повеќе уште пред им тие ме па сега каде овој ни
        дали оваа таа те дел без би ви исто кај додека некој ние кон поради зошто други некои овие според страна
        затоа нешто веќе имаат колку сме преку бидејќи мене неколку околу под секој место ве нив против тогаш ама
        значи кое меѓу него сте тебе две ништо она тука имам малку низ оние три дури начин никогаш нас беа едно
        потоа секогаш туку два заедно ли мора покрај помеѓу при врз можеби пак сепак таму вие другите вели направи
        имаме друг иако повторно никој откако прави имаше после рече навистина над различни имаш
        """

    /// Russian.
    static let russian: StaticString = """
        в и на не с что я по а как из это за для о к но то у его он от все так же мы до ты только был если когда
        было мне меня уже еще бы или их они при будет время кто года чтобы есть она во вы может после нет очень были
        со была также вот ее чем быть где под этом вас да даже можно того просто этого больше сейчас том более г ну
        без году лет нас ни об там человек которые себя этот который ли м раз всех один тебя теперь всего сегодня
        надо через ему них тоже почему день пока тем эти им всегда между этой здесь потому нужно себе такой тебе год
        два него однако п люди много ничего тут свою всё её жизнь нам несколько своей сказал тогда хочу вам мой ещё
        место потом против хорошо которых вместе времени лишь
        """

    /// Ukrainian.
    static let ukrainian: StaticString = """
        в на не і у з що та до це за а я як про для від так але він його все то є ви по ми й ще які під вже коли
        якщо або року було вони із мене щоб мені ж тут чи час який просто ти був буде нас ну тому її також дуже може
        після через їх хто де там тільки б можна вона всі ні років те того цього бути при без яка має цей треба
        більше чому була були зі бо вас зараз вам один щодо будь навіть лише от себе тепер о них день проти щось
        яких нічого ось рік сьогодні багато м нам немає саме тебе тоді цьому же між інших завжди свою ці два нього
        році би всіх добре йому таке чого потрібно той ніж раз теж можуть роки дякую потім собі такі якого краще над
        перед тим одного тобі інші
        """
}
