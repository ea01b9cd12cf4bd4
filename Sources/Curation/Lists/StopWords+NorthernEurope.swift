/// Function words of the Nordic and Baltic languages (`StopWords` says where they come from).
extension StopWords {
    /// Danish.
    static let danish: StaticString = """
        i og er af det at en til på jeg har for ikke med den der de du kan som så et var vi om han fra men skal ved
        vil også være hvor nu man hvis sig efter mig eller her hvad ud alle godt meget noget da dig kunne lige min
        når op blev bliver havde mere over hun se bare få have dem to lidt selv din mange vores får kun deres helt
        end jo kommer må denne dette hans ind flere gør ja nok andre mod alt været blive god igen os fik sammen
        ville hvordan nogle skulle siden ham under sin gøre måske ingen sådan altid anden kom uden ser andet fordi
        nogen samme store før mellem tilbage dog dit tage hvorfor mit hos lille stor komme tre mest stadig ny aldrig
        ned dine disse endnu mand nej hendes mine hvem omkring synes derfor først
        """

    /// Swedish.
    static let swedish: StaticString = """
        är det att och i jag på en inte som för med har av om du så till den de ett kan vi men man var ska när nu
        vad från här mig bara eller han då hur kommer alla vill sig vara där får bra finns ha skulle ut min dig hade
        ju lite mycket upp in gör få blir mer än efter göra över detta ni ta också allt hon måste går även under
        någon andra något bli ja mot kanske vid ingen två varför många dem din sin helt utan gå väl fick oss säger
        aldrig varit mitt blev rätt dom sedan själv några åt första nog tar alltid bättre denna igen tack just idag
        nej inget kom del säga innan ner mina samma dag verkligen vilket annat genom hans bort mellan varje vår
        dessa ens er komma sina gick sitt gjort fram kunna redan dock e
        """

    /// Norwegian.
    static let norwegian: StaticString = """
        i og er det å på som til en av for ikke med har jeg at de du om den så vi fra var kan et men han seg dette
        noe skal noen ble vil bare også ut da nå hva etter eller meg være blir hadde alle når her må ha deg få man
        mer opp andre gjør over litt ved vært bli får inn denne enn år gjøre hun mye der hvor se igjen kommer mot
        selv hvis ta før fikk alt flere helt ser min oss går hvordan uten ingen mange dere kunne siden sin tror folk
        nok si sier dag første god godt hele dem din gang skulle slik bra kom samme sammen under annet bedre disse
        gå ja blitt mellom ville sett tid veldig nye hvorfor rundt rett fordi gi gikk hans nei ned store mener sine
        del siste gjennom mest tilbake like blant både ikkje eg me dei korleis kva nokon noko vere ein eit frå meir
        berre mykje òg ho sjå gjer
        """

    /// Icelandic.
    static let icelandic: StaticString = """
        sem til við hann ekki var fyrir með eru frá það þar því eða eftir hún svo hefur vera verið þegar hafa þess
        upp eins sér hér þeir þetta yfir allt hjá mér þeirra vel þeim getur okkur sig þau koma okkar inn hvað bara
        fara mjög væri saman síðan aftur sjá dag hvernig líka þær fer mig meira ekkert taka þér allir hvort annars
        sinni hef gott niður þannig þessi mikið geta finna oft svona alveg hægt þessum aldrei hver verður annað eiga
        einu fólk vilja kannski þessu gegnum núna vill minni ætti þið vita maður einhver frekar þessa eitthvað
        hverjum þarf smá hvar vil minna staðar fjöldi framan hérna og í á að er en af um ég þá úr út þú eitt einn
        ein sé skal mun munu verða
        """

    /// Finnish.
    static let finnish: StaticString = """
        ja on ei että se oli mutta ole kun niin myös hän jos ovat voi nyt sen kuin tai en joka olla sitä mitä vain
        jo kanssa tämä sitten kaikki olisi ollut vielä kyllä siitä ne hyvä sekä jälkeen miten mukaan paljon olen
        ihan mitään tulee hyvin tässä hänen vaan koska aina eivät koko kuitenkin vaikka mikä vuoden ennen jotka aika
        eli jossa et näin tämän noin eikä siis sillä ehkä itse onko tuo vähän yksi jotain juuri siinä jonka kuten
        miksi kaksi lisäksi taas enää joku siihen enemmän eri ettei tästä he joten kiitos tätä vastaan aikana
        esimerkiksi yli siellä vai kuinka vuotta aivan ilman niitä edes lisää olivat tällä aikaa oikein todella minä
        täällä missä jopa toinen ainakin kautta tähän ajan kolme me tänään liian meillä viime heti mukana usein
        olevan uusi voisi antaa kertaa koskaan muuta nämä olet heidän hyvää menee kerran samalla silloin voidaan
        mistä välillä
        """

    /// Estonian.
    static let estonian: StaticString = """
        aga ei et ja jah kas kui kõik ma me mida midagi mind minu mis mu mul mulle nad nii oled olen oli oma on pole
        sa seda see selle siin siis ta te ära ka või ning juba ainult väga veel kes kus kuidas miks nagu olema olla
        olid saab peab võib tuleb pärast enne kuni üle alla juures poolt eest järgi vahel ilma koos üks kaks mitte
        neid nende tema sinu meie teie millal milline iga mõni teine teise sellest sellel seal nüüd alles just kuigi
        sest
        """

    /// Latvian.
    static let latvian: StaticString = """
        un ir ar par ka no kā uz arī vai bet tā ja lai bija pēc tikai tad līdz var jau pie būs jo gan ne tik nu esmu
        kaut pa tiek pat būt taču bez pret pirms tika tāpēc esi jā nekā tomēr vien nē te dēļ starp esam nevis it ap
        kamēr biju kopš jeb aiz tiks tikko tikt zem esat caur tādēļ droši varat kļūst varēja pār priekš kas es nav
        to tas man ko kad tu ļoti vēl tam tās tiem šis šī šo šos jāir jums jūs viņš viņa mēs kurš kura kuru kuras
        kurus lūdzu virs visi visu visus citi citu katru katrs
        """

    /// Lithuanian.
    static let lithuanian: StaticString = """
        ir kad su tai kaip ar o savo tik bet nuo ne apie taip kai per dar po iki jis bei jei pat kas prie nes arba
        nors ant ji kur pagal be mes net nei vienas vis mano kuris man jog jums tarp jeigu kiek kuri gal tiesiog
        pats kol tas toks mums toliau taigi juk pas visa tokia visas bent beveik mus mane save kada tu kitas pati
        sau ta vos kita gana kadangi na koks jus tavo tad kokia irgi tau lyg vien tarsi pro pirma beje gi kiekvienas
        patys paskui abu į iš yra buvo dėl gali jau jo tačiau būti bus turi reikia šis ši šie jų jūs jie aš kurie
        kurį prieš visi visus viską tiek dabar čia ten
        """
}
