/// Function words of Catalan, Galician, Basque, Greek and Turkish (`StopWords` says where they come from).
extension StopWords {
    /// Catalan.
    static let catalan: StaticString = """
        de la a i que el en per del un les els una no amb va és al es ha com més dels hi o ser aquest si però tot
        fer seu aquesta molt als ja ho van seva també ens han són això estat sobre quan entre fa fins on què era pel
        perquè tots des després està altres només sense encara seus hem li havia em així durant qui ni contra us jo
        tant primer he mateix cada vaig pels bé aquests seves tenir tan nostra aquí abans et nostre haver estan
        nostres qual uns aquestes poder altre totes tenim tota anar altra meu poden molts nosaltres alguns som ells
        mentre dins moltes me sota tal estem poc te vam podem algunes meva fan unes pas estic potser doncs fora
        estava quina tinc mateixa quals eren quin saber algun alguna teu veu sols has ús llavors molta podeu l d s
        se n cap ara allò
        """

    /// Galician.
    static let galician: StaticString = """
        a alí ao aos aquel aquela aquelas aqueles aquilo aquí as así aínda ben cando che co coa coas comigo con
        connosco contigo convosco cos cun cunha cunhas cuns da dalgunha dalgunhas dalgún dalgúns das de del dela
        delas deles desde deste do dos dun dunha dunhas duns e el ela elas eles en era eran esa esas ese eses esta
        estaba estar este estes estiven estou está están eu facer foi foron fun había hai iso isto la las lle lles
        lo los mais me meu meus min miña miñas moi na nas neste nin no non nos nosa nosas noso nosos nun nunha
        nunhas nuns nós o os ou para pero pode pois pola polas polo polos por que se senón ser seu seus sexa sido
        sobre súa súas tamén tan te ten ter teu teus teñen teño ti tido tiven tiña túa túas un unha unhas uns vos
        vosa vosas voso vosos vós á é ó ós
        """

    /// Basque.
    static let basque: StaticString = """
        al anitz arabera asko baina bat batean batek bati batzuei batzuek batzuetan batzuk bera beraiek berau
        berauek bere berori beroriek beste bezala da dago dira ditu du dute edo egin ere eta eurak ez gainera gu
        gutxi guzti haiei haiek haietan hainbeste hala han handik hango hara hari hark hartan hau hauei hauek
        hauetan hemen hemendik hemengo hi hona honek honela honetan honi hor hori horiei horiek horietan horko horra
        horrek horrela horretan horri hortik hura izan ni noiz nola non nondik nongo nor nora ze zein zen zenbait
        zenbat zer zergatik ziren zituen zu zuek zuen zuten
        """

    /// Greek.
    static let greek: StaticString = """
        και το να του η με την της για ο που τα από σε δεν θα τον είναι στο στην οι των μου τη τους μας τις ότι μια
        ένα στη ήταν τι σας σου στα αν στον έχει αλλά αυτό στις κι όταν πως μην γιατί πολύ δε όπως πιο μετά μόνο
        αυτή ως πρέπει μπορεί κατά όχι όλα μέσα στους είχε τώρα έχουν έχω μία σαν εγώ μέχρι εδώ κάτι χωρίς ένας έτσι
        κάθε αυτά μη κ όμως ενώ ναι πριν προς είμαι είσαι οποία ακόμα καλά μαζί τόσο πάντα έναν έχουμε απ καθώς λίγο
        τότε ούτε όλοι επίσης έχεις πάνω ας πολλά ποτέ απο όπου όσο άλλο έγινε εκεί πρώτη άλλη οποίο μέσω μεταξύ
        αυτός είμαστε ενός εσύ πώς έχετε ειναι τίποτα όλους έκανε εκτός ακόμη κάτω αυτές πάλι έως ίδιο εμείς μόλις
        άλλα αφού επειδή λόγω οχι ίδια πίσω είστε είχαν ποιος τελευταία κανείς όλες όλο
        """

    /// Turkish.
    static let turkish: StaticString = """
        ve bir bu için de da çok ile ne daha en gibi olarak her kadar o olan ben var ama sonra ki iyi yok ya değil
        sen sadece ilk iki mi hiç ise oldu bile nasıl şey benim böyle tek tüm önce artık göre mı seni beni bana
        tarafından doğru veya biz olduğunu diye kendi olduğu olur şu birlikte diğer sana neden olmak şimdi çünkü
        ancak başka biri bunu işte olsun öyle bütün iş senin yine siz tam bizim az bunun eden bazı onu üç biraz hem
        yani ayrıca etti hiçbir ilgili yapılan bize fakat kez zaten kim mu sizin hep eğer herkes ediyor lütfen
        burada onun üzere bin bizi kimse yerine gerek sizi belki olmaz oluyor ona birçok kendini olup aslında hangi
        olması pek yeniden yoksa yaptığı buna olsa sonunda yapmak bunlar olmayan birkaç ait milyon onlar şeyler dört
        rağmen vardı yaptı niye oldukça yalnız şeyi beri bazen herhangi aynı zaman son yeni şekilde dolayı
        """
}
