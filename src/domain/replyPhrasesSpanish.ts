/** How people say in Spanish that they want no more messages; see replyPhrases.ts. Accents are folded away. */
export const SPANISH_CLASSES = {
  dejen: 'dejen deje deja dejan dejar paren pare parar para dejenme dejeme dejame eviten evite',
  escribirme:
    'escribirme escribirnos escribir escribiendome mandarme mandarnos mandar mandando enviarme enviarnos enviar molestarme molestarnos ' +
    'molestar chingar joder textearme textear textiarme contactarme contactarnos contactar fastidiarme acosarme mensajearme',
  escriban: 'escriban escriba escribas escribe texteen textee textees texteas contacten contacte contactes mensajeen',
  manden: 'manden mande mandes mandas envien envie envies',
  mensajes: 'mensajes textos sms notificaciones',
  estos: 'mas los las estos esos sus tus tantos ningun ninguno todos todo de mi mis la tipo este',
  quitenme:
    'quitenme quiteme quitame quitarme saquenme saqueme sacame sacarme borrenme borreme borrame borrarme eliminenme ' +
    'elimineme eliminame eliminarme remuevanme remuevame removerme bajenme bajarme',
  quiten: 'quiten quite quita quitar saquen saque borren borre borra borrar eliminen elimine elimina eliminar remuevan remueva',
  lista: 'lista listas base sistema contactos grupo registro registros',
  numero: 'numero telefono celular cel',
} as const;

export const SPANISH_CLEAR_PHRASES = `
<dejen> [ya] de [estar] [ya] <escribirme>
<dejen> [de] [<escribirme>] [<estos>] <mensajes>
no [me/nos] <escriban> [mas/ya]
no me/nos <manden> $
no me/nos molesten/moleste/molestes
no [me/nos] <manden> [<estos>] [<estos>] [<estos>] mas/nada/<mensajes>/cosas
no mas [<estos>] <mensajes>
no quiero/deseo/quisiera/necesito/queremos [seguir] [recibir/recibiendo/tener] [<estos>] [<estos>] <mensajes>
no quiero/deseo recibir [mas/nada/esto/estos] $
no quiero/deseo ser contactado/contactada
no autorizo/doy [mi] [<estos>] <mensajes>/consentimiento/permiso
detengan/detenga/paren/pare [los/estos/sus/de] [estos] <mensajes>
no quiero que me/nos <escriban>/<manden>
no [me/nos] vuelvan/vuelva/vuelvas a <escribirme>
nunca [mas] [me] [vuelvan/vuelva] [a] <escribirme>/<escriban>
numero equivocado/incorrecto/erroneo
equivocado/equivocada/equivoco/equivocaste/equivocaron/equivocando de <numero>
este/ese no es [el] <numero> de
este/ese/su/el <numero> ya no es/pertenece
<quitenme> $
quitar/quiten/sacar/saquen de [la/su/esta] <lista>
<quitenme> de [<estos>] [su/sus/esta/esa/la/tu] <lista>/aqui/esto
me quiten/saquen/borren/eliminen/quite/saque/borre/elimine de [<estos>] [su/sus/esta/esa/tu] <lista>
<quiten> mi/este/el/nuestro <numero>/contacto/nombre
darme/denme/deme/dame/darnos de baja
me den/dar/de de baja
dar de baja mi/este <numero>
cancelar/cancele/cancelen/cancela [la/mi/los/estos/todos] [los/mis/estos] suscripcion/subscripcion/<mensajes>
desuscribir/desuscribirme/desuscribanme/desuscribame/desinscribirme/dessuscribir
ya parenle [con]
`;

export const SPANISH_CLEAR_MESSAGES = `
[ya] alto/parar/basta/pare/paren/parale/parenle/deten/detenganse/detengase/detengan/detente [ya]
para ya
ya para
ya basta
ya no mas
no mas
baja
de baja
cancelar
cancelen
cancele
ya no me manden
`;

/** Of these, one that makes up a part of the message is as good as STOP there. */
export const SPANISH_STOP_WORDS = 'alto basta paren pare parenle';

export const SPANISH_DOUBTFUL_PHRASES = `
dejenme/dejame/dejeme/dejennos/dejanos/dejenos en paz
dejenme/dejame/dejeme tranquilo/tranquila
no me/nos interesa/interesan $
no me interesa/interesan su/esta/esa/la/el/estudiar/ir
no estoy/estamos interesado/interesada/interesados $
no estoy interesado/interesada en su/esta/ir/asistir/estudiar
no tengo interes
[de] quien es/eres/habla/son/escribe/manda $
quien es usted
quien eres tu
no te/lo/los/la conozco
no conozco a
como consiguio/consiguieron/conseguiste/obtuvo/obtuvieron/tiene/tienen/tienes mi <numero>
de donde sacaron/saco/sacaste/tienen/tiene mi <numero>
no [me/nos] llamen/llame/llames $
no [me/nos] llamen/llame/llames mas
<dejen> de llamarme/llamar/llamarnos
no [me/nos] <manden> [<estos>] correos/emails/correo
<dejen> de <escribirme> correos/emails
no soy <name>
no soy yo
aqui no vive
persona equivocada
no molesten/molestar/moleste/chinguen/fastidien/joder
es spam
demasiados/tantos/muchos <mensajes>
como [me/puedo] [doy] [darme] de baja
como me doy/salgo/quito
no me inscribi/registre/suscribi
no pedi esto/estos
los/las/te/lo voy a reportar/bloquear/demandar
vayanse/larguense
me tienen harto/harta/cansado/cansada
ya me cansaron/cansan
por que me <escriban>/escriben/mandan/mande/manda
ya no me manden
no me manden
`;

export const SPANISH_DOUBTFUL_MESSAGES = `
no gracias
no muchas gracias
gracias pero no [gracias]
fin
terminar
salir
quitar
detener
suficiente
bloqueado/bloqueada
`;

export const SPANISH_ORDINARY = `
no puedo/podia/pude/podemos parar/dejar
tengo [el] numero equivocado
es [el] numero equivocado
tenia [el] numero equivocado
puse/di/escribi/marque/llame [el/un/al] numero equivocado
de baja [de] la/una/mi/el/un/esa/esta clase/materia/curso/semestre/seguro
`;

/** Between *no* and a phrase these carry the negation on: «no quiero que dejen de escribirme». */
export const SPANISH_CARRIES_NEGATION = 'por favor quiero queremos que me nos se puedo';
export const SPANISH_COURTESY =
  'por favor gracias muchas hola senor senora senorita buenas buenos dias tardes noches ya favor de porfa oiga oigan disculpe disculpen ' +
  'perdon si no ok te lo pido se les amigo amiga';
export const SPANISH_CLOSING = 'por favor gracias ya y o que porque si mas nunca jamas no yo es este aqui';
export const SPANISH_LIMITS = `
despues/antes/mientras/durante/hasta/cuando/sobre/acerca
tan tarde/temprano/seguido
tarde/temprano/hoy/manana
en clase/el/la/mi
a esta/estas hora/horas
al trabajo
`;
