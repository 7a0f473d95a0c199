import assert from 'node:assert/strict';
import { refusePhrase, tidyPhrase } from '../../src/domain/stopPhrase.ts';

describe('a team’s own phrase for STOP', () => {
  it('is kept with single spaces and without any around it', () => {
    assert.equal(tidyPhrase('  lose \t my\nnumber  '), 'lose my number');
    assert.equal(tidyPhrase(' \u00a0 '), '');
  });

  it('may be what people write who want no more', () => {
    for (const phrase of ['lose my number', 'arret', 'déjame en paz', 'no thanks', 'stop it', 'basta ya', 'x out']) {
      assert.equal(refusePhrase(phrase), null, phrase);
    }
  });

  it('is no ordinary answer, in any case or spelling', () => {
    for (const phrase of ['yes', 'YES!', 'Ok', 'okay.', 'thank you', 'Sí', 'si', 'no', 'gracias', 'START', 'help', 'Info']) {
      assert.match(refusePhrase(phrase) ?? '', /^“.*” (is an ordinary answer|means)/, phrase);
    }
  });

  it('has letters', () => {
    for (const phrase of ['', '..', '12', 'a', '👍👍', 'a1']) {
      assert.equal(refusePhrase(phrase), 'A phrase needs two letters or more.', phrase);
    }
  });
});
