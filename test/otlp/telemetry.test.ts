import assert from 'node:assert/strict';
import { conventionTable } from '../../server/src/core/otlp/conventions';
import { knownAttributes } from '../../server/src/core/traceql/check/knownAttributes';
import { attributeRegistry } from './registry/attributeRegistry';
import { richRuns, spansOf } from './registry/richRuns';

/** Attribute names by the first word of the span that has them. */
type Told = ReadonlyMap<string, ReadonlySet<string>>;

describe('the attributes of spans', () => {
  let told: Told;
  before(async () => {
    const found = new Map<string, Set<string>>();
    for (const { name, attributes } of await spansOf(await richRuns())) {
      const word = name.split(' ', 1)[0] ?? '';
      const names = found.get(word) ?? new Set();
      found.set(word, names);
      for (const [key, value] of Object.entries(JSON.parse(attributes) as object)) {
        if (value !== null) names.add(key);
      }
    }
    told = found;
  });

  for (const [name, telling] of attributeRegistry) {
    if ('span' in telling) {
      it(`${name} is told by ${telling.span}`, () => {
        assert.ok(told.get(telling.span)?.has(name), [...(told.get(telling.span) ?? [])].join(', '));
      });
    } else {
      it(`${name} is told by nothing: ${telling.notYet}`, () => {
        const by = [...told].filter(([, names]) => names.has(name)).map(([span]) => span);
        assert.deepEqual(by, []);
      });
    }
  }

  it('are all known to the registry, those that are told and those that are mapped or completed', () => {
    const all = [
      ...[...told.values()].flatMap((names) => [...names]),
      ...conventionTable.map(({ stored }) => stored),
      ...Object.keys(knownAttributes).filter((name) => name !== 'service.name'),
    ];
    assert.deepEqual(
      [...new Set(all)].filter((name) => !attributeRegistry.has(name)),
      [],
    );
  });
});
