"""Words of signatures in many languages, in lower case: labels, roles, organisations, particles."""

from __future__ import annotations

from typing import Final

from indexer.zones.words import words

LABELS: Final = words("""
tel telephone phone ph fax mobile mob cell cellphone office work home desk direct main switchboard
voice pager skype teams whatsapp signal matrix xmpp jabber irc icq email mail e web website site
url homepage blog twitter linkedin facebook instagram mastodon github gitlab orcid ext extension t
m f p d o c w b h g s a dd ddi internet contact call telefon telefoon telefono teléfono telefone
téléphone tél tlf tfno tfn mobil mobiel mobiltelefon mobiltlf móvil movil cellulare celular
telemóvel portable gsm handy natel fon durchwahl zentrale festnetz büro kontor puh puhelin
sähköposti postadresse e-mail epost e-post courriel correo correio mél mel posta poczta kom
tel/fax telefax fakti faks faksas φαξ τηλ κιν ηλ тел моб факс телефон мобильный сайт почта почтa
эл ел telef ügyfélszolgálat mobiltel ffôn ffacs symudol gwefan ebost e-bost fón guthán facs
ríomhphost suíomh sími netfang 電話 电话 手机 手機 传真 傳真 邮箱 信箱 携帯 メール 직통 전화 팩스
휴대폰 이메일 טל נייד פקס דואל هاتف جوال فاكس بريد and und et y i och og ja of or de der la le hr
hrs uk us
""")
PARTICLES: Final = words("""
de da do dos das di del della van der den ter ten von und zu zum zur le la les du des el al bin ibn
ben abu y e i of the and & af av til och og ap mac mc o' für for à a na w we i/a im am an
""")
SOCIAL: Final = words("""
linkedin facebook twitter instagram youtube xing tiktok mastodon bluesky threads flickr pinterest
github gitlab orcid vimeo x snapchat whatsapp telegram medium researchgate web website blog podcast
newsletter
""")
ROLE_STEMS: Final = tuple(sorted(words("""
organiser organizer lead teamlead
chief principal senior manager managing director engineer officer analyst consultant developer
president vice-president assistant coordinator co-ordinator administrator architect specialist
executive partner chair chairman chairwoman founder co-founder cofounder ceo cto cfo coo cio ciso
vp professor lecturer researcher scientist secretary editor designer advisor adviser lawyer
attorney counsel solicitor barrister accountant technician supervisor planner surveyor librarian
curator teacher nurse physician gp dr. cllr councillor treasurer paralegal recruiter strategist
producer fellow postdoc student inspector apprentice intern trainee maintainer warden bursar
registrar headteacher geschäftsführ leiter leitung abteilungs sachbearbeit sachgebiet referent
referat teamleit assistenz berater entwickler ingenieur vorstand vorsitz bürgermeister sekretariat
vertrieb einkauf stabsstelle directeur directrice responsable ingénieur chargé chargée gérant
adjoint conseill maire secrétaire comptable chercheu professeur maître délégué gerente jefe jefa
técnico técnica consejer profesor abogad ingenier coordinador secretari concejal alcald diretor
gestor chefe advogad engenheir coordenador vereador assessor direttore direttrice ingegnere
avvocat assessore sindaco geom. ing. dott. dott.ssa arch. avv. impiegat coordinat hoofd adviseur
medewerk beleids projectleid voorzitter secretaris wethouder burgemeester raadslid bestuurder chef
handläggare enhets ordförande samordnare utredare ingenjör lärare rektor verksamhets kommunalråd
ansvarlig leder konsulent sagsbehandler rådgiver rådgivare direktør direktör formand fuldmægtig
ingeniør borgmester kontorchef saksbehandler fagleder seksjonsleder avdelingsleder ordfører
johtaja päällikkö asiantuntija suunnittelija sihteeri insinööri kierownik dyrektor specjalist
inspektor prezes sekretarz radca naczelnik starosta vedoucí ředitel referentka tajemník jednatel
konateľ vedúc riaditeľ igazgató vezető ügyintéző főosztály titkár mérnök előadó șef inginer
consilier secretar müdür uzman mühendis başkan sorumlusu yönetici διευθυντ υπεύθυν προϊστάμεν
γραμματέ σύμβουλ μηχανικός директор менеджер начальник руководител специалист инженер заведующ
секретар бухгалтер консультант керівник фахівець головний voditelj ravnatelj direktor svetovalec
strokovn juhataja spetsialist juhtivspetsialist direktorius vadovas vadītājs priekšnieks
cyfarwyddwr rheolwr swyddog pennaeth arweinydd cydlynydd cynghorydd clerc bainisteoir stiúrthóir
oifigeach rúnaí comhairleoir innealtóir framkvæmdastjóri deildarstjóri sérfræðingur verkefnastjóri
tècnic regidor zuzendari 部長 課長 係長 主任 担当 代表取締役 取締役 社長 室長 经理 总监 工程师
教授 處長 經理 부장 과장 대리 팀장 이사 차장 교수 מנהל מנהלת יועץ مدير مهندس مسؤول رئيس giám
trưởng manajer direktur kepala staf
""")))  # fmt: skip
ORG: Final = words("""
inc ltd limited llc llp lp plc gmbh ag kg ohg ug e.v ev eg mbh corp corporation company co bv nv
vof sa sas sarl eurl scop s.a s.l sl slu s.r.l srl spa s.p.a sp.z.o.o z.o.o s.r.o sro a.s as aps
a/s ab oy oyj kft zrt nyrt bt doo d.o.o ooo ооо оао зао пао ао тов srl-d ltda lda eirl oü uab sia
ehf hf pty pte bhd foundation trust university institute college school council department dept
division group holdings partners associates solutions services systems technologies consulting
unit office team bureau agency ministry authority association society federation committee
hospital laboratory lab centre center faculty library museum universität hochschule institut stadt
landkreis kreis gemeinde landratsamt bundesamt landesamt amt behörde ministerium fachbereich
fachdienst abteilung dezernat verein stiftung verband klinikum gesellschaft université mairie
ville préfecture ministère conseil direction service laboratoire département société fondation
école hôpital métropole universidad ayuntamiento ministerio departamento servicio consejería
dirección fundación asociación instituto facultad empresa universidade câmara prefeitura
secretaria direção fundação faculdade ministério comune università ministero dipartimento ufficio
settore servizio azienda regione provincia fondazione gemeente universiteit ministerie afdeling
stichting provincie vereniging hogeschool waterschap kommun kommune universitet avdelning
avdelningen enheten förvaltning förvaltningen myndigheten länsstyrelsen region afdelingen
forvaltning forvaltningen styrelsen etaten fylkeskommune avdeling seksjon yliopisto kaupunki kunta
virasto ministeriö osasto yksikkö keskus urząd miasta gmina uniwersytet wydział ministerstwo
departament biuro fundacja politechnika starostwo univerzita univerzity město obec úřad odbor
oddělení ministerstvo fakulta krajský mesto úrad oddelenie egyetem önkormányzat minisztérium
hivatal osztály igazgatóság universitatea primăria ministerul direcția facultatea üniversitesi
belediyesi müdürlüğü bakanlığı daire başkanlığı şti a.ş πανεπιστήμιο δήμος υπουργείο τμήμα
διεύθυνση университет министерство администрация отдел управление департамент институт компания
університет міністерство відділ općina grad sveučilište ministarstvo odjel občina univerza
ministrstvo oddelek cyngor prifysgol llywodraeth adran gwasanaeth tîm comhairle ollscoil roinn
foireann sveitarfélag háskóli ajuntament universitat udala unibertsitatea 株式会社 有限会社
合同会社 公司 大学 大學 学院 주식회사 대학교 affairs affairs, relations communications operations
planning engineering marketing sales finance legal accounting procurement purchasing logistics
security research development resources support government governance compliance transport
highways housing
""")
NOT_NAMES: Final = words("""
the a this that these those yes no ok okay please thanks thank we you he she it they i my your
our kind dear hi hello hey note nb ps der die das ein eine ich wir sie ja nein bitte
danke le la les un une je nous vous oui non merci el los las yo sí gracias o os as um uma sim
não obrigado il lo gli uno si grazie de het een ik wij nee dank jag vi nej tack jeg takk tak kyllä
ei kiitos nie dziękuję ano ne да нет спасибо igen nem köszönöm da nu evet hayır ναι όχι to not and
but or if when what why how where who for from with without about after before at on in by of is
are was were
""")
