/// Function words of the languages our own profile knows, lower-cased, with elided forms (`qu'il`, `c'è`) spelt with the
/// plain apostrophe. Words are matched after punctuation was stripped from their ends.
///
/// Those of English, French, German, Spanish, Italian, Portuguese and Dutch were written by hand. The others are the words
/// that stand in a published list of stop words (stopwords-iso 0.7.1 or spaCy 3.8, both MIT) and among the 600 most
/// frequent words of the language (wordfreq 3.1), the 150 most frequent of them; where wordfreq knows no frequencies
/// (Estonian, Basque, Galician, Thai) the published list. Korean, whose particles hang on their words, is by hand.
enum StopWords {
    /// Contractions the published list leaves out.
    static let englishContractions: StaticString = """
        don't doesn't didn't won't wouldn't can't cannot couldn't shouldn't isn't aren't wasn't weren't hasn't
        haven't hadn't i'm i've i'll you'll you've you'd we're we've we'll we'd they've they'll they'd he's he'll
        he'd she's she'll she'd that's there's here's what's let's it'll here very just also been further again same
        few more less each every
        """

    /// French function words.
    static let french: StaticString = """
        le la les l'un l'une un une des du de d au aux à a ai as avons avez ont avait avaient avais eu eut aura
        auront aurait auraient ayant être est es suis sommes êtes sont était étaient étais étions été sera seront
        serait seraient soit soient fut furent étant et ou où mais donc or ni car si que qu quoi qui dont lequel
        laquelle lesquels lesquelles auquel duquel desquels je j tu il elle on nous vous ils elles me m te t se s
        lui leur leurs y en moi toi soi eux ce c cet cette ces cela ça ceci celui celle ceux celles mon ma mes ton
        ta tes son sa ses notre nos votre vos par pour sur sous dans avec sans chez entre vers depuis pendant avant
        après contre dès jusque jusqu' jusqu'à malgré parmi selon comme quand lorsque lorsqu' puisque parce afin
        tandis alors ainsi aussi autant aucun aucune autre autres même mêmes tout toute tous toutes quel quelle
        quels quelles quelque quelques chaque plusieurs certains certaines ne n pas plus moins très peu trop assez
        bien mal encore toujours jamais souvent déjà ici là voici voilà puis ensuite enfin cependant pourtant
        néanmoins toutefois fait faire font peut peuvent pouvait pourrait doit doivent devait faut va vont c'est
        c'était n'est n'a n'ont n'était s'est s'il s'ils d'un d'une d'autres d'être qu'il qu'elle qu'ils qu'elles
        qu'on qu'un qu'une j'ai j'avais l'on l'autre y'a quelqu'un aujourd'hui d'abord là-bas celui-ci celle-ci
        ceux-ci peut-être est-ce c'est-à-dire à-dire rien personne
        """

    /// German function words.
    static let german: StaticString = """
        der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines und oder
        aber denn sondern doch ob dass daß wenn weil als wie wo wer was wen wem wessen wann warum wieso weshalb
        wohin woher welche welcher welches welchen welchem ich du er sie es wir ihr mich dich sich uns euch mir dir
        ihm ihn ihnen mein meine meinen meinem meiner meines dein deine deinen deinem deiner sein seine seinen
        seinem seiner seines ihre ihren ihrem ihrer ihres unser unsere unseren unserem unserer euer eure dieser
        diese dieses diesen diesem jener jene jenes jenen jenem jeder jede jedes jeden jedem alle alles allen aller
        allem manche mancher manches manchen einige einiger einigen viele vielen vieler mehrere man nichts etwas
        jemand niemand in im an am auf aus bei beim mit nach von vom zu zum zur über unter vor hinter neben zwischen
        durch für gegen ohne um bis seit während wegen trotz ab außer innerhalb außerhalb gegenüber ins ans aufs bin
        bist ist sind seid war warst waren wart gewesen wäre wären sei seien habe hast hat haben habt hatte hatten
        hätte hätten gehabt werde wirst wird werden werdet wurde wurden worden würde würden geworden kann kannst
        können könnt konnte konnten könnte könnten muss muß müssen musste mussten müsste darf dürfen durfte soll
        sollen sollte sollten will wollen wollte wollten mag möchte möchten lassen lässt nicht auch nur noch schon
        sehr so dann da hier dort nun jetzt immer wieder mehr weniger wenig viel ganz gar bereits also damit dabei
        dazu davon daran darauf daraus darin darüber dadurch dafür dagegen danach deshalb deswegen daher jedoch
        dennoch trotzdem allerdings zwar sowie sowohl weder entweder bzw etwa fast eben mal ja nein anders andere
        anderen anderer anderes anderem selbst selber solche solcher solchen solches derselbe dasselbe dieselbe
        deren dessen denen ihrerseits hin her heraus hinaus zurück nachdem bevor sobald solange obwohl falls indem
        """

    /// Spanish function words.
    static let spanish: StaticString = """
        el la los las lo un una unos unas de del al a ante bajo con contra desde durante en entre hacia hasta
        mediante para por según sin sobre tras y e o u ni que qué quien quién quienes cual cuál cuales cuáles cuyo
        cuya cuyos cuyas donde dónde cuando cuándo como cómo cuanto cuánto cuantos cuánta porque pues si sí no pero
        mas más sino aunque mientras yo tú él ella ello nosotros nosotras vosotros ellos ellas usted ustedes me te
        se nos os le les mí ti mi mis tu tus su sus nuestro nuestra nuestros nuestras vuestro vuestra suyo suya
        suyos suyas este esta estos estas esto ese esa esos esas eso aquel aquella aquellos aquellas aquello ser es
        soy eres somos son era eran éramos fue fueron fui sido siendo será serán sería serían sea sean fuera fueran
        estar está estoy estás estamos están estaba estaban estuvo estado estando esté haber ha he has hemos han
        había habían hubo hay haya hayan habrá habría habido tener tiene tienen tengo tenemos tenía tenían tuvo
        hacer hace hacen hizo hecho puede pueden puedo podemos podía podría podrían poder debe deben debía ir va van
        voy vamos iba iban muy mucho mucha muchos muchas poco poca pocos pocas tan tanto tanta tantos tantas todo
        toda todos todas otro otra otros otras mismo misma mismos mismas algún alguno alguna algunos algunas ningún
        ninguno ninguna nada nadie algo alguien cada cualquier cualquiera ambos ambas varios varias demás también
        tampoco ya aún todavía siempre nunca jamás ahora antes después luego entonces así aquí ahí allí allá bien
        mal casi solo sólo además incluso menos quizá quizás tal tales vez veces dentro cerca lejos encima debajo
        través embargo
        """

    /// Italian function words.
    static let italian: StaticString = """
        il lo la i gli le l un uno una un' di a da in con su per tra fra del dello della dei degli delle dell al
        allo alla ai agli alle all dal dallo dalla dai dagli dalle dall nel nello nella nei negli nelle nell sul
        sullo sulla sui sugli sulle sull col coi e ed o od né ma però anche se che chi cui quale quali quanto quanta
        quanti quante dove quando come perché poiché mentre finché affinché benché sebbene io tu lui lei noi voi
        loro egli ella esso essa essi esse mi ti si ci vi ne me te sé li mio mia miei mie tuo tua tuoi tue suo sua
        suoi sue nostro nostra nostri nostre vostro vostra vostri vostre questo questa questi queste quest quello
        quella quelli quelle quell quel quei quegli ciò essere è sono sei siamo siete era erano ero eravamo fu
        furono fui stato stata stati state sarà saranno sarebbe sarebbero sia siano fosse fossero essendo avere ha
        ho hai abbiamo avete hanno aveva avevano avevo ebbe avrà avranno avrebbe avrebbero abbia abbiano avesse
        avessero avuto avendo fare fa fanno faceva fatto può possono posso poteva potrebbe potrebbero potere deve
        devono doveva dovrebbe vuole vogliono va vanno viene vengono stare sta stanno stava non sì no più meno molto
        molta molti molte poco poca pochi poche tanto tanta tanti tante troppo tutto tutta tutti tutte altro altra
        altri altre stesso stessa stessi stesse alcuno alcuna alcuni alcune nessuno nessuna ogni ognuno qualche
        qualcuno qualcosa qualsiasi entrambi niente nulla già ancora sempre mai ora adesso allora poi dopo prima
        oggi qui qua lì là così bene male quasi solo soltanto inoltre invece infatti quindi dunque cioè oppure
        ovvero eppure tuttavia comunque pure proprio circa contro verso senza sotto sopra dentro fuori presso
        durante secondo oltre lungo insieme c'è c'era c'erano cos'è dov'è com'è dell' nell' all' sull' dall' quest'
        quell' d' po'
        """

    /// Portuguese function words.
    static let portuguese: StaticString = """
        o a os as um uma uns umas de do da dos das em no na nos nas num numa nuns numas ao à aos às por pelo pela
        pelos pelas para pra pro com sem sob sobre entre até desde contra perante após ante durante mediante segundo
        e ou nem mas porém contudo todavia que quê quem qual quais cujo cuja cujos cujas onde quando como quanto
        quanta quantos quantas porque porquê pois se embora enquanto eu tu ele ela nós vós eles elas você vocês me
        te lhe lhes vos mim ti si comigo consigo meu minha meus minhas teu tua teus tuas seu sua seus suas nosso
        nossa nossos nossas vosso dele dela deles delas este esta estes estas isto esse essa esses essas isso aquele
        aquela aqueles aquelas aquilo deste desta destes destas disto desse dessa desses dessas disso daquele
        daquela neste nesta nestes nestas nisto nesse nessa nesses nessas nisso naquele naquela àquele ser é sou és
        somos são era eram éramos foi foram fui sido sendo será serão seria seriam seja sejam fosse fossem for forem
        estar está estou estamos estão estava estavam esteve estado esteja ter tem têm tenho temos tinha tinham teve
        tiveram tido terá teria tenha tenham haver há havia houve haja fazer faz fazem fez feito pode podem posso
        podemos podia poderia poder deve devem devia ir vai vão vou vamos ia iam não sim mais menos muito muita
        muitos muitas pouco pouca poucos poucas tão tanto tanta tantos tantas todo toda todos todas tudo outro outra
        outros outras mesmo mesma mesmos mesmas algum alguma alguns algumas nenhum nenhuma nada ninguém algo alguém
        cada qualquer quaisquer ambos ambas vários várias demais também já ainda sempre nunca jamais agora antes
        depois então assim aqui aí ali lá cá bem mal quase só somente apenas além inclusive talvez tal tais vez
        vezes dentro fora perto longe através portanto logo
        """

    /// Dutch function words.
    static let dutch: StaticString = """
        de het een der den des 't 'n en of maar want dus noch doch dat die dit deze wie wat waar wanneer waarom hoe
        welk welke wiens ik jij je hij zij ze wij we jullie u mij me jou hem haar ons hen hun zich mijn m'n jouw uw
        zijn z'n onze hunne zelf elkaar in op aan uit bij met naar van voor tot over onder boven achter tussen door
        tegen zonder om na tijdens sinds vanaf binnen buiten naast langs rond volgens wegens ondanks behalve te ter
        ten er daar hier ergens nergens overal daarin daarmee daarna daarom daarvan daarvoor daarbij daarop daarover
        daardoor hierin hiermee hierbij hiervan hiervoor waarin waarmee waarvan waarvoor waarbij waarop waardoor
        ervan ervoor erin erop ermee eraan erbij ben bent is was waren geweest wees hebben heb hebt heeft had hadden
        gehad worden word wordt werd werden geworden zal zullen zult zou zouden kan kunnen kunt kon konden mag mogen
        mocht moet moeten moest moesten wil willen wilt wilde wilden gaat gaan ging gingen doet doen deed gedaan
        komt komen laat laten niet geen wel ook nog al reeds alleen slechts zeer heel erg zo dan toen nu altijd
        nooit vaak soms steeds weer meer meest minder minst veel vele weinig genoeg alle alles allemaal ieder iedere
        iedereen elk elke iemand niemand iets niets enkele enige sommige verschillende beide ander andere anderen
        anders zelfde dezelfde hetzelfde zulke zo'n als alsof indien mits tenzij omdat doordat zodat opdat terwijl
        totdat voordat nadat zodra hoewel ofschoon echter toch immers namelijk bijvoorbeeld zoals evenals bovendien
        verder ja nee eens even misschien ongeveer bijna eigenlijk gewoon juist samen vandaag waaronder waarna
        """

    /// Words of share bars, cookie notes and log-in forms: the published list without the words of ordinary text
    /// (`like`, `might`, `post`, `content`, `access`, `list`, `log`, `sign`, `interested`) and spelt right.
    static let spam: StaticString = """
        facebook twitter instagram reddit youtube pinterest flickr tumblr linkedin whatsapp share tweet retweet
        comment subscribe newsletter blogger bloggers sign-up signup log-in login logged contact privacy policy
        website cookies cookie licensed password account follow terms mailing download loading click
        """
}
