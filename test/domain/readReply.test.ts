import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readReply, type ReplyPolicy } from '../../src/domain/readReply.ts';

const BOTH: ReplyPolicy = { languages: ['en', 'es'], stopPhrases: [] };
const verdict = (body: string, policy: ReplyPolicy = BOTH) => readReply(body, policy).verdict;

function expectAll(expected: ReturnType<typeof verdict>, bodies: readonly string[], policy: ReplyPolicy = BOTH): void {
  const wrong = bodies.filter((body) => verdict(body, policy) !== expected);
  assert.deepEqual(wrong, []);
}

describe('readReply', () => {
  it('reads keywords as keywords', () => {
    assert.deepEqual(readReply(' Stop! ', BOTH), { verdict: 'stop', reading: 'keyword', doubt: '' });
    assert.deepEqual(readReply('unstop', BOTH), { verdict: 'start', reading: 'keyword', doubt: '' });
    assert.deepEqual(readReply('Help', BOTH), { verdict: 'help', reading: 'keyword', doubt: '' });
    assert.deepEqual(readReply('See you at 5', BOTH), { verdict: null, reading: '', doubt: '' });
  });

  it('names the words that decided as the person wrote them', () => {
    assert.equal(readReply('Hi. Please STOP  txting me, thanks', BOTH).reading, 'stop txting me');
    assert.equal(readReply('por favor quítenme de su lista', BOTH).reading, 'quítenme de su lista');
    assert.equal(readReply('stoptextingme', BOTH).reading, 'stoptextingme');
    assert.equal(readReply('who is this? stoppp', BOTH).reading, 'stoppp');
  });

  it('says in one sentence why a message is doubtful', () => {
    const doubts: readonly (readonly [string, string])[] = [
      ['leave me alone', '“leave me alone” can mean that no more messages are wanted.'],
      ['stop emailing me', '“stop” is about email or calls; texts are not named.'],
      ["don't text me after 9pm", '“dont text me” is said with a limit: a time, a place or a subject.'],
      ['how do I unsubscribe', '“unsubscribe” stands in a question about how to get no more messages.'],
      ['she said stop texting me', '“stop texting me” may be what somebody else said.'],
      ['haha stop', '“stop” may be a joke.'],
      ['I need this to stop', '“stop” stands within a longer sentence.'],
      [`${'we talked about the visit '.repeat(7)}. stop texting me`, '“stop texting me” stands in a long message.'],
      ['🛑', '“🛑” can mean that no more messages are wanted.'],
    ];
    for (const [body, doubt] of doubts) {
      const { reading, ...read } = readReply(body, BOTH);
      assert.deepEqual(read, { verdict: 'doubtful', doubt });
      assert.ok(doubt.startsWith(`“${reading}”`), body);
    }
  });

  it('is not misled by negations, and sees through what only looks like one', () => {
    expectAll(null, [
      "please don't stop",
      "don't stop texting me",
      'I do not want you to remove me from your list',
      'I never asked to opt out',
      "I don't want the texts to stop",
      'por favor no dejen de escribirme',
    ]);
    expectAll('stop', [
      "if you don't stop texting me I'll report you",
      "Don't. Stop.",
      'I did not sign up, stop texting me',
      "I don't need this stop texting me",
      'si no dejan de escribirme los reporto',
    ]);
  });

  it('takes a wish about email or calls for doubtful, and for nothing when texts are preferred', () => {
    expectAll('doubtful', ['stop calling me', 'take me off your email list', 'do not email me', 'ya no me llamen']);
    expectAll('stop', ["don't call or text me", 'stop calling and texting me', 'take me off your mailing list']);
    expectAll(null, ["don't call me, text me", 'stop calling just text me']);
  });

  it("does not take a phone's reaction to our own words for the person's", () => {
    expectAll(null, ['Liked “Reply STOP to opt out”', 'Reacted 👍 to "Text STOP to end"', 'Le encantó “Responda STOP”']);
  });

  it('reads the phrases of the languages of the policy, and keywords with their misspellings in any', () => {
    const english: ReplyPolicy = { languages: ['en'], stopPhrases: [] };
    const spanish: ReplyPolicy = { languages: ['es'], stopPhrases: [] };
    assert.equal(verdict('no más mensajes', english), null);
    assert.equal(verdict('ALTO', english), null);
    assert.equal(verdict('remove me', spanish), null);
    assert.equal(verdict('Alto!', spanish), 'stop');
    for (const policy of [english, spanish]) expectAll('stop', ['stoppp', 'unsubcribe', 'Stop pls'], policy);
    for (const policy of [english, spanish]) expectAll(null, ['bus stop', "I can't stop by today"], policy);
  });

  it("reads a message that consists of one of the team's phrases as STOP, and no other", () => {
    const policy: ReplyPolicy = { languages: ['en'], stopPhrases: ['Take a Hike', 'Não quero', '!!', ''] };
    for (const body of ['take a hike', ' TAKE A HIKE!! ', 'nao quero']) assert.equal(verdict(body, policy), 'stop');
    assert.equal(readReply('take a hike…', policy).reading, 'take a hike');
    expectAll(null, ['let us take a hike', 'take a hike with us', '', '!!', '👍'], policy);
  });

  it('puts clear phrases in long messages, and lone words among others, before a person', () => {
    const long = 'I wrote to you about the visit in March and about the forms in May and then again ';
    expectAll('stop', [`${long}. Stop texting me`]);
    expectAll('doubtful', [`${long}${long}. Stop texting me`, 'I dont go here anymore stop']);
  });
});

const KEYWORDS = ['stop', 'stopall', 'stop all', 'unsubscribe', 'cancel', 'end', 'quit', 'revoke', 'opt out', 'optout'];
const SPANISH_WORDS = ['alto', 'parar', 'basta'];
const PHRASES = ['stop texting me', 'remove me', 'wrong number', 'no más mensajes', 'take me off your list', 'leave me alone'];

describe('readReply, for any message', () => {
  const padding = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\u00a0', '.', '!', '"', '“', '*', '🛑', '\u200b', '…') });
  const spelled = (words: readonly string[]) =>
    fc
      .tuple(fc.constantFrom(...words), fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }), fc.boolean())
      .map(([word, upper, wide]) =>
        [...word]
          .map((letter, index) => (upper[index] ? letter.toUpperCase() : letter))
          .map((letter) =>
            wide && /[A-Za-z]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter,
          )
          .join(''),
      );

  it('finds keywords in any case, width, punctuation and white space', () => {
    fc.assert(
      fc.property(spelled([...KEYWORDS, ...SPANISH_WORDS]), padding, padding, (word, before, after) => {
        assert.equal(verdict(before + word + after), 'stop');
      }),
    );
  });

  it('is not put off by courtesy and filler around a keyword or a phrase', () => {
    const filler = fc.constantFrom('please', 'thanks', 'hi', 'ok', 'now', 'sorry', 'ASAP', '🙏', 'thank you', 'pls', '!!');
    fc.assert(
      fc.property(
        spelled([...KEYWORDS, ...PHRASES]),
        fc.array(filler, { maxLength: 5 }),
        fc.array(filler, { maxLength: 5 }),
        fc.constantFrom(' ', ', ', '. ', '\n'),
        (words, before, after, between) => {
          const body = [...before, words, ...after].join(between);
          assert.ok(['stop', 'doubtful'].includes(verdict(body) ?? ''), body);
        },
      ),
    );
  });

  it('never loses a clear phrase to what is said in other sentences', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('stop texting me', 'take me off your list', 'quítenme de la lista'),
        fc.array(fc.constantFrom('I like it', 'see you at 5', 'bus stop', 'do not worry', 'gracias', 'no'), { maxLength: 60 }),
        (phrase, sentences) => {
          const long = [...sentences, phrase].join('. ');
          assert.ok(['stop', 'doubtful'].includes(verdict(long) ?? ''), long);
        },
      ),
    );
  });

  it('never throws, and always gives a reading with a verdict and a doubt with a doubtful one', () => {
    const words = fc.array(
      fc.constantFrom('stop', 'dont', 'me', 'text', 'no', 'de', 'remove', 'to', 'you', 'wrong', 'number', ',', '.', '’', 'the'),
    );
    const body = fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), words.map((list) => list.join(' ')));
    fc.assert(
      fc.property(body, (text) => {
        const { verdict: read, reading, doubt } = readReply(text, { ...BOTH, stopPhrases: [text, 'x y'] });
        assert.equal(read === null, reading === '');
        assert.equal(read === 'doubtful', doubt !== '');
      }),
      { numRuns: 1000 },
    );
    for (const text of ['\ud800', 'constructor', '__proto__ toString', 'stop\0', '\u0301\u0301']) readReply(text, BOTH);
  });

  it('comes to an end on long messages that begin what it looks for again and again', () => {
    for (const piece of [
      'stop ',
      'i dont want to stop ',
      'stop, ',
      'take me off of the this ',
      'no mas los las estos esos ',
      'unsubscrib ',
      's t o p ',
      'a',
      'when does the bus stop, and where do I park? ',
    ]) {
      // A reading that takes more than linear time would not be back within the test's patience.
      const body = piece.repeat(Math.ceil(1_000_000 / piece.length));
      assert.equal(readReply(body, BOTH).verdict, readReply(body.slice(0, 10_000), BOTH).verdict, piece);
    }
  });
});
