import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chainHash, firstBrokenLink } from '../../src/domain/consentChain.ts';
import type { CanonicalEvent, ChainedEvent } from '../../src/domain/consentChain.ts';

const stop: CanonicalEvent = {
  seq: 1,
  contactId: 7,
  mobile: '+17165550188',
  change: 'opted_out',
  cause: 'stop_message',
  actor: 'the contact',
  occurredAt: '2026-11-03T19:14:00.000Z',
  recordedAt: '2026-11-03T19:14:01.000Z',
  evidence: { message: 'Stop', providerId: 'SM8f' },
};

const unchained = fc.record({
  contactId: fc.option(fc.nat()),
  mobile: fc.option(fc.constant('+17165550188')),
  change: fc.constantFrom('opted_out' as const, 'opted_in' as const),
  cause: fc.constantFrom(
    'stop_message' as const,
    'start_message' as const,
    'staff' as const,
    'import' as const,
    'api' as const,
  ),
  actor: fc.string(),
  occurredAt: fc.constant('2026-11-03T19:14:00.000Z'),
  recordedAt: fc.constant('2026-11-03T19:14:01.000Z'),
  evidence: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null))),
});

function chain(events: readonly Omit<CanonicalEvent, 'seq'>[]): readonly ChainedEvent[] {
  let previousHash = '';
  return events.map((rest, index) => {
    const event = { seq: index + 1, ...rest };
    const link = { event, previousHash, hash: chainHash(previousHash, event) };
    previousHash = link.hash;
    return link;
  });
}

const ledger = fc.array(unchained, { minLength: 1, maxLength: 8 }).map(chain);

/** An event as a database returns it: through JSON, keys in another order. */
function stored(event: CanonicalEvent): CanonicalEvent {
  const turned = (value: object) => Object.fromEntries(Object.entries(value).reverse());
  const read = JSON.parse(JSON.stringify(event)) as CanonicalEvent;
  return { ...turned(read), evidence: turned(read.evidence) } as CanonicalEvent;
}

describe('chainHash', () => {
  it('never changes for the same event, or every stored chain would break', () => {
    assert.equal(chainHash('', stop), '8aa966deedb9f8f91d89ef2273a43feb7f2706bbf0d584490c956f25636e5160');
    assert.equal(chainHash('ab', stop), '785b348f3f5722fadf06e23fca257e049a9d3fbc217460f684a68c852f94fb12');
  });

  it('does not depend on the order of keys or on a journey through JSON', () => {
    fc.assert(
      fc.property(unchained, (rest) => {
        const event = { seq: 1, ...rest };
        assert.equal(chainHash('', stored(event)), chainHash('', event));
      }),
    );
  });

  it('changes with every part of an event and with the event before', () => {
    const changes: readonly Partial<CanonicalEvent>[] = [
      {},
      { seq: 2 },
      { contactId: 8 },
      { contactId: null },
      { mobile: null },
      { change: 'opted_in' },
      { cause: 'staff' },
      { actor: '' },
      { occurredAt: '2026-11-03T19:14:00.001Z' },
      { recordedAt: '2026-11-03T19:14:00.001Z' },
      { evidence: {} },
      { evidence: { ...stop.evidence, row: 1 } },
      { evidence: { message: 'Stop', providerId: null } },
    ];
    const hashes = [chainHash('00', stop), ...changes.map((change) => chainHash('', { ...stop, ...change }))];
    assert.equal(new Set(hashes).size, hashes.length);
  });
});

describe('firstBrokenLink', () => {
  it('finds nothing in a whole chain, read at once or in parts', () => {
    fc.assert(
      fc.property(ledger, fc.nat(), (links, cut) => {
        assert.equal(firstBrokenLink(links), null);
        const at = cut % links.length;
        const last = links[at - 1];
        const before = last === undefined ? undefined : { seq: last.event.seq, hash: last.hash };
        assert.equal(firstBrokenLink(links.slice(at), before), null);
      }),
    );
    assert.equal(firstBrokenLink([]), null);
  });

  it('finds an event that was changed, removed, inserted or moved', () => {
    fc.assert(
      fc.property(ledger, fc.nat(), (links, any) => {
        const at = any % links.length;
        const link = links[at]!;
        const changed: ChainedEvent = { ...link, event: { ...link.event, actor: `${link.event.actor}x` } };
        assert.equal(firstBrokenLink(links.with(at, changed)), at + 1);
        const forged: ChainedEvent = { ...changed, hash: chainHash(changed.previousHash, changed.event) };
        const expected = at + 1 === links.length ? null : at + 2;
        assert.equal(firstBrokenLink(links.with(at, forged)), expected, 'a forged hash shows at the next link');
        if (at + 1 < links.length) {
          assert.equal(firstBrokenLink(links.toSpliced(at, 1)), at + 1);
          assert.equal(firstBrokenLink(links.toSpliced(at, 2, links[at + 1]!, link)), at + 1);
        }
        assert.equal(firstBrokenLink(links.toSpliced(at, 0, link)), at + 2);
      }),
    );
  });
});
