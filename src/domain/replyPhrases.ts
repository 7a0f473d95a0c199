/**
 * How people say in English that they want no more messages, in the notation of replyPattern.ts and in the plain
 * spellings of replySpellings.ts (`do not` is `dont`, `opt out` is `optout`, `pls` is `please`).
 */

/** Classes of words that phrases name. */
export const ENGLISH_CLASSES = {
  stop: 'stop quit cease discontinue',
  texting:
    'texting messaging contacting spamming bothering harassing bugging annoying pestering writing blasting pinging ' +
    'notifying soliciting',
  text: 'text message contact bother spam harass bug notify solicit',
  texts:
    'text texts message messages sms mms notification notifications notifs alerts communication ' +
    'communications spam correspondence',
  these: 'the these those this that all any your yalls of more such further future other automated from with w to random',
  me: 'me us',
  phone: 'number phone cell mobile cellphone',
  list: 'list lists database system contacts thread chat rotation',
  of_list: 'from off of the this that your yalls these those all any whatever text texts texting message messaging sms contact contacts mailing ' +
    'email emailing call calling calls marketing recruiting phone subscription',
  kin: 'daughter son kid child husband wife mom mother dad father sister brother friend him her them granddaughter grandson',
  school:
    'class classes course courses section roster meeting event session appointment schedule program lease housing room ' +
    'plan major team club waitlist waiting group account',
  hour: Array.from({ length: 12 }, (_, hour) => `${hour + 1} ${hour + 1}am ${hour + 1}pm`).join(' '),
} as const;

/** Clear wherever they stand in a short message. */
export const CLEAR_PHRASES = `
<stop> [all/any/with] [<these>] [<texting>] [and/or] [calling/emailing] [and/or] <texting> <me>
<stop> calling and/or texting [<me>]
<stop> [all] <texting> $
<stop> [all] <texting> [to] my/this/our/that [cell] <phone>
<stop> the/this/all/with [the/this] texting/messaging
<stop> sending [to] <me>
<stop> sending [<these>] [<these>] [<these>] <texts>
<stop> sending these/this/them/stuff $
<stop> [receiving/getting] [<these>] [<these>] [<these>] <texts>
<stop> it with [<these>] <texts>
<stop> hitting my phone
<stop> reaching out [to] [<me>]
<stop> hitting me up
<stop> blowing [up] my phone [up]
<stop> all [<these>] contact/communication/communications/correspondence
cease and desist
cancel/end/terminate/disable/deactivate/unsubscribe [<me>] [<these>] [<these>] [<these>] <texts>
turn off [<these>] [<these>] <texts>
cancel my [text] subscription
unsubscribe $
unsubscribe <me>
unsubscribe [my/this/our] <phone>
unsubscribe from [<of_list>] [<of_list>] <list>/this/everything/all
unenroll/unregister/unlist/disenroll/deregister/withdraw <me> [from] [<of_list>] [<of_list>] <texts>/<list>/this
optout $
optout of [<these>] [<these>] [<these>] <texts>/<list>/everything/this/all
opt <me> out [please]
remove/delete/drop/erase/scratch/exclude <me> $
remove/delete/drop/erase/strike/exclude <me> from/off/of [<of_list>] [<of_list>] [<of_list>] [<of_list>] <list>/<texts>/everything
remove/delete/erase/lose/forget/discard [the/this/my/our] [cell/phone/mobile/contact] <phone>/info/information
remove/take from/off [<of_list>] [<of_list>] [<of_list>] <list>
get rid of my/this/our <phone>
remove/delete my/our name from [<of_list>] [<of_list>] <list>
take/get/pull/keep/leave/remove/put <me>/myself off/of/out [<of_list>] [<of_list>] [<of_list>] [<of_list>] <list>/<texts>
take/get/pull/remove <me> off $
take/get/pull my/this/our [cell/phone] <phone>/name off/out/of/from
want/like/need/get [to] [be/get] off/of/out [<of_list>] [<of_list>] [<of_list>] [<of_list>] <list>
removed/off/taken from/off [<of_list>] [<of_list>] [<of_list>] [<of_list>] <list>
be removed/deleted $
dont [you] [ever] [dare] <text> <me>
dont [ever] [call] [or] [ever] text/message/contact $
dont [ever] [call/email] or text/message/contact [<me>]
dont [ever] text/message/contact [or] [call] [to] this/my/our [cell/phone] <phone>
dont [ever] call [or] text this/my [cell/phone] <phone>
dont [ever] text or call
dont [ever] send <me> [<these>] [<these>] [<these>] <texts>/anything/stuff/these
dont [ever] send <me> any/anymore more
dont send [<these>] [<these>] [<these>] <texts>
never <text> <me>
never <text> this/my <phone>
no more [<these>] [<these>] <texts>/texting/messaging
text/message <me> no more
no more of this/these
no <texts>/texting $
dont/never want/wish/need/care/like [to] [be] [receive/get/receiving/getting/have] [<these>] [<these>] <texts>
no longer want/wish/need/care/like [to] [be] [receive/get/receiving/getting/have] [<these>] [<these>] <texts>
dont/longer want/wish/like to be contacted/texted/messaged/bothered
dont want you/yall/anyone/anybody to <text> <me>
dont want to hear from you
revoke/withdraw/rescind/retract [my/any/all] [prior] consent/permission
revoke $
dont consent/authorize
dont have my permission/consent
dont give [you] [my/any] permission/consent
no longer have my permission/consent
wrong <phone>
wrong phone <phone>
this/its isnt/not <other> <phone> [anymore]
isnt/not his/her/their/hers <phone>
<phone> doesnt/dont belong to <other>
<phone> no longer belongs
<phone> is no longer <other>
no longer <other> <phone>
i/have [already/have] said/texted/replied/sent/typed/wrote [you] stop
`;

/** Clear when the whole message says no more than this, apart from courtesy. */
export const CLEAR_MESSAGES = `
stop [it/this/that/everything/all/asap/forever/immediately/now]
stop all this/that/these
enough stop
no more
remove
removed
removed/optout/unsubscribe me
opting/opted out
text/reply/send [with] stop
[text/reply/send] stop to/2 end/quit/stop/cancel/unsubscribe/optout
desist
arret
no texts
`;

/** Doubtful wherever they stand. */
export const DOUBTFUL_PHRASES = `
leave <me>/this/my [the] [fuck] [<phone>] alone/be/tf $
not/isnt/never/longer/aint [really/even/longer/at/all/that/very/actually] interested $
not/isnt/longer [really/even/at/all] interested at this/the time/moment
not/isnt/longer [really/even/at/all] interested right now
not/isnt/longer [really/even/at/all] interested in this/your/attending/going/applying/any/anything/it/coming/enrolling
not/isnt interested anymore
lost interest $
no interest $
have no interest in this/your/attending
whos/who [tf/the] [hell/fuck] [are/is] this/you/that $
who [tf/the] [hell/fuck] is this/that
who dis
do i know you
dont know you $
dont know who this/you
^remove $
<phone> you have [for] [<other>] is wrong
good on [<these>] <texts>
no one/nobody [here] named/by/called
wrong person/guy/girl/dude/lady/student/man/woman/contact/one $
isnt/not the right person/number
this/that/its isnt/not <name>
im not <name> $
my name isnt/not <other>
name is not <other>
no one/body here [named/by]
nobody here [named/by]
no <name> here
no more [<these>] emails/calls/mail/mailings/letters
dont [ever] call/email/mail <me> $
dont [ever] call/email/mail this/my <phone>
remove/take/delete <me>/my from/off [<of_list>] [<of_list>] email/emails/calls/mailings
remove <me> from <other>
remove/take/delete my/her/his/their/our <kin>
<text>/<texting> my <kin>
doesnt/dont want/like/need/wish these <texts>
doesnt want to be contacted/texted
^[wow/oh/ugh/great/omg/jeez/seriously/really/good/awesome/yay/and/ok] another/more <texts> $
another one of these
can you not $
give it/me a rest/break
knock it off
cut it out
enough already
not again $
how many times
too/so many [<these>] <texts>
too/so much [<these>] texts/texting/messages/spam
text/message/texting [me] too/so much/often
tired/sick of [getting] [all] [<these>] [<these>] <texts>/this
how did/do/tf you [even] get/have/find my/this <phone>
where did/do you get my/this <phone>
who gave you my/this <phone>
how did/do you get my contact/info/information
why are/do/did/is/does you/yall/they/this [guys/people] [keep/even/still/always] <texting>/<text>
why are/do/did/is you/yall/they [guys/people] [keep] sending
why am i [still/even] getting/receiving [<these>] [<these>] <texts>/these/this
why do i [still/even] [keep] get/getting/receive/receiving [<these>] <texts>/these/this
didnt/never/dont [even] [sign/signed] [up] for/to this/these/that/it/your/text/texts
didnt/never sign/signed up $
didnt/never subscribe/subscribed/agree/agreed/consent/consented [to]
didnt/never ask/asked for this/these/texts
this/its is/just/youre [just] [a] spam
this spam $
youre spam/spamming/annoying
reporting [this/you/it/your/as/the]
report you/this
ill/im/going/will [to] [be] block/blocking/report/reporting [you/this/your]
blocking/block you/this/your
go away $
get lost $
fuck/piss/screw/bug/buzz/eff/f off
fuck you
shut up $
kick rocks
dont want/need/like/love these/this/them $
no need to <text>/reach
no need for <texts>
i/we dont text
dont do/use/have/like/accept/read text/texts/texting
dont reach out
turn these/this/them/it off $
turn these/the/those <texts> off
prefer not to be texted/contacted
rather not be/get/receive texted/contacted/texts/messages
over texting
`;

/** Doubtful when the whole message says no more than this. */
export const DOUBTFUL_MESSAGES = `
[no/nah/nope/we/hi] [thanks/thank] [you] im/were [all] good/set thanks/thank [you] [though/tho]
no/nah/nope im [all] good/set/ok/okay [thanks/thank] [you] [though/tho]
im all set
no/nah/nope thanks/thank/nty [you] [though/tho] [im] [good/not/all] [interested/good/set]
thanks/thank [you] but no [thanks/thank] [you]
nty
ill pass [thanks/thank] [you]
hard pass
pass
not for me [thanks/thank] [you]
not my thing
please no
no please
give up
just give up
go/give up
delete [this/it]
cancel/end/quit/revoke/block [it/this/that/everything]
unfollow
please [just] make it/this stop
make it stop
stop by today/now/later/tomorrow
not me
isnt me
not him/her/them
wrong one
dont bother
dont want/need this/it/these/any
spam
scam
blocked
blocking
reported
reporting
enough
sto/top/atop/sop/spot/stops/stopped
no solicitors/soliciting/solicitation
[i] dont know any/a/anyone/anybody <other>
[i] dont know any/a/anyone/anybody named/called/by <other>
`;

/** Before or after a clear phrase, these make it a limited wish: for a time, a place or a subject. */
export const LIMITS = `
after/before/while/during/until/till/when/about/regarding/unless/if
so/this/that/too late/early/much/often/many
late/early/today/tomorrow/tonight
at work/school/night/home/midnight/lunch/odd/this/late
at <hour>
on weekends/sundays/saturdays/sunday/saturday/weekdays/holidays
in class/the/my
the/my <other>
it/them
on here/there
from your/the/this other/old
for a/the/now/today/tonight
`;
