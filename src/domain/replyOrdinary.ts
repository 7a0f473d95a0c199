/** What people write about other things with the words of an opt-out in it, in the notation of replyPattern.ts. */
export const ORDINARY_PHRASES = `
stop by/in/into/over/off/near/outside/inside/around/along
stop at <other>
stop at/on/for the/a/my/your/our/one/main
stop for <other>
stop on <other>
stop payment/payments/order
a/the stop on/in/near
stop to/2 end/quit/stop/cancel/unsubscribe/optout
happens if/when i text/reply/say/send/type stop
if i text/reply/say/send/type stop
accidentally/mistakenly typed/said/texted/sent/replied/hit/wrote stop
disregard/ignore my [last] [stop] <texts>
stop and <other>
stop my/the/a <other>
stop <other-ing>
stop sign/signs/light/watch/loss/shop/motion
bus/next/last/first/second/third/fourth/shuttle/train/subway/metro/tram/pit/rest/truck/full/tour/quick/which/every/another/whistle stop
what/each/closest/nearest/final stop
one/a/my stop
one stop shop/center/office
off at the/that/this stop
cant/couldnt/wont/doesnt/didnt/never/cannot/havent/dont stop
cant seem to stop
had/has/have to stop by/at/in/for
i/we/she/he/they had/have/has to stop <other>
i/we had to stop
i/we got/need/want/wanted/had/going/tried/try/decided/plan to stop <other>
im/were going/trying/planning/about to stop <other>
going to stop <other>
should/can/could/may/may/do/when/if/will i/we stop
ill/id/lets stop <other>
do/did i/we have/need to stop
did/have/has you/i/it/they/we/yall stop
does/do/did/will/when the <other> stop
does/do/did the <other> <other> stop
the <other> wont/doesnt/didnt/dont stop
mean/meant to say/text/type/send stop
optout of [the/my/a/an/this/your] [<other>] <other>
opt <other> out
revoke my/the/a/an/his/her <other>
wrong <phone> of
put/gave/give/called/dialed/texted/typed/wrote/entered/listed [you/in/down/them/the/a/my] [the/a/my] wrong <phone>
i have/had/got/used/sent/texted/called the/a wrong <phone>
have i/we got the wrong <phone>
is/was this/that/it the/a wrong <phone>
did/do i have/text/get/call/dial/give/put/reach [you] the/a wrong <phone>
gave/give <me> the/a wrong <phone>
remove <me> from [the/my/this/that/a/an] <school>
remove <me> from [the/my/this/that/a/an] <other> <school>
take/get/pull/keep <me> off/of/out the/my/this/that/a waitlist
take <me> off speaker/hold/campus
wrong person lol/haha i
sorry wrong person
not interested in <other>
i/we/they dont text/contact/message
dont want [the/these/your/any] <texts> to stop/end
dont text and <other>
no more <other>
removed from the/my waitlist/class/course
`;

/** A message that mentions these prefers texts: what it says against calls and email says nothing against texts. */
export const PREFERS_TEXT = `
text <me> instead
just text
text/texting is/works better/best/fine/ok/okay/easier
prefer text/texts/texting
only text
text only
^text <me> $
`;

/** Between them and a phrase only words that carry the negation on may stand. */
export const NEGATORS = 'dont didnt not never doesnt wasnt isnt havent without';
export const CARRIES_NEGATION =
  'please ever want wants wanted need needed have had mean meant ask asked asking try trying going go planning plan ' +
  'to be get getting been really just say said text reply actually intend intending request requested';
/** These carry it on when a *to* follows: `dont want the texts to stop`. */
export const CARRIES_WITH_TO = 'you yall the these this it texts messages';
/** `if you dont stop texting me` is no negation. */
export const BLAMED = 'you yall they';

/** Questions about how to get no more, which end before or within the phrase. */
export const HOW = `
how do/can/to/would/should/does/could [i/you/we/one] [get/make/to] [you/yall/this/these/it] [to]
can/could i unsubscribe/optout
is there a/any way to/i/for [i/can] [me] [to]
como [me] [puedo/hago] [para/que]
`;

/** Questions about what has happened. */
export const ASKED = `
did/do/have/has/was/am/were you/i/they/yall/we/she/he/someone [guys/people] [accidentally/already/get/just]
`;

/** Politeness, greetings and emphasis: with them a keyword is still the whole of what is said. */
export const COURTESY =
  'please thanks thank you ok okay k hi hello hey sir maam mam miss dear team just now right immediately asap already ' +
  'again anymore ever guys yall bro dude man god omg ugh so um sorry kindly and yes no nah nope yeah oh wow well ' +
  'good morning afternoon evening greetings everyone folks friend there forever btw fyi plus ' +
  'seriously fucking fuckin damn goddamn the fuck tf really';

/** A clause may begin with these after a phrase has ended. */
export const CLOSING =
  'hi hey hello sorry and or but i im id ill because if asap since as thanks thank please you now already again anymore ever immediately ok okay ' +
  'guys bro dude man sir maam lol forever also we they he she not no never';

/** Told by, or to, somebody else. */
export const REPORTING = 'said says say told tell tells telling asked asks asking dijo dice dile decirle diga';
