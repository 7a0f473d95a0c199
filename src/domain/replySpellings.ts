/**
 * How people write on a phone: each row is the plain spelling, then what stands for it. Only spellings that are no
 * other word, or that a message about something else would hardly hold.
 */
const SPELLINGS = `
stop: sotp stpo tsop stp sstop stopp stpp stip stob stopo ztop stoo stahp stawp stope sto0p styop
stop all: stopall
stop texting: stoptexting stoptext stoptxt
stop texting me: stoptextingme
stop it: stopit
stop to end: stop2end stop2stop stop2quit stop2cancel
stop please: stopplease stoppls
please stop: pleasestop plsstop
unsubscribe: unsub unsubscribed unsubscribing usubscribe insubscribe onsubscribe ubsubscribe unscribe unsuscribir
unsubscribe me: unsubscribeme
optout: optou opout
opt me out: optmeout
remove: remov reomve remvoe removeme remoove
please: pls plz plez pleas plese pleez plis plss pleeease pleease
thanks: thx thnx tks tnx thks thankss
thank you: thankyou ty tysm thanku
you: u yu
your: ur yer
youre: youer
yall: yal yaw
are: r
text: txt tex texte txet
texts: txts textes texs
texting: txting texing textin textng txtin textting txtng texring tecting
message: msg mesage messege massage mssg
messages: msgs mesages messeges massages mssgs
messaging: msging messging mesaging messageing
number: numbr nunber numer nubmer num nbr nmbr numbe
wrong: worng rong wrng wron wromg
dont: dnt dony donr dotn
want to: wanna
going to: gonna
got to: gotta
want: wnat wan
because: cuz bc cause becuz
this: dis ths
wrong number: wrongnumber
list: lsit
interested: intrested intersted interrested
contact: contct
whos: whose
mensajes: mensages mensaje msjs msjes mjs mensajitos
textos: texto
porque: xq pq
por favor: porfavor porfa porfis xfa
que: ke q
numero: nmero num# numro
equivocado: ekivocado equibocado equivocdo
escriban: escriva escrivan
`;

/** Two words that count as one. */
const JOINED = `
dont: do not
cant: can not
wont: will not
didnt: did not
doesnt: does not
isnt: is not
wasnt: was not
im: i am
id: i would
ill: i will
whos: who is
its: it is
youre: you are
optout: opt out
unsubscribe: un subscribe
stop: st op
stop: sto p
waitlist: wait list
nonstop: non stop
`;

/** A folded word and the plain words it stands for. */
export const SHORTHAND: ReadonlyMap<string, string> = new Map([
  ...rows(SPELLINGS).flatMap(([plain, spellings]) => spellings.split(' ').map((word) => [word, plain] as const)),
  ['cannot', 'cant'],
  ['wouldnt', 'wont'],
  ['aint', 'isnt'],
  ['arent', 'isnt'],
  ['youve', 'you'],
  ['#', 'number'],
]);

/** Two folded words in a row and the one they make. */
export const PAIRS: ReadonlyMap<string, string> = new Map(rows(JOINED).map(([one, two]) => [two, one] as const));

function rows(text: string): readonly (readonly [string, string])[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [plain = '', others = ''] = line.split(': ');
      return [plain, others] as const;
    });
}
