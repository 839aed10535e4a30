import type { SeenFacts } from '#protocol/language/service';
import type { Attributes, TracedSpan } from '../evaluate/tracedSpan';
import { printStatic, printString } from '../print/printStatic';

/** An attribute that occurs, with the values that it mostly has. */
type KnownFact = SeenFacts['attributes'][number];

/** Of a record of which nothing is known. */
export const noFacts: SeenFacts = { attributes: [], intrinsics: {} };

const mostNames = 300;
const mostValues = 20;
/** A longer text is content rather than a value that somebody would ask for by name. */
const longestValue = 60;

/** Learns from some spans which attributes there are and what they mostly hold. */
export function queryFacts(spans: readonly TracedSpan[]): SeenFacts {
  const known = new Map<
    string,
    { readonly scope: KnownFact['scope']; readonly name: string; readonly values: Counts }
  >();
  const names = new Counts();
  const services = new Counts();
  const note = (scope: KnownFact['scope'], attributes: Attributes): void => {
    for (const [name, value] of Object.entries(attributes)) {
      const key = `${scope}.${name}`;
      const fact = known.get(key) ?? { scope, name, values: new Counts() };
      known.set(key, fact);
      fact.values.add(writtenValue(value));
    }
  };
  for (const { name, attributes, resource, events } of spans) {
    names.add(printString(name));
    services.add(writtenValue(resource['service.name']));
    note('span', attributes);
    note('resource', resource);
    for (const event of events) note('event', event.attributes);
  }
  const ordered = [...known.values()].sort((one, other) => other.values.total - one.values.total);
  return {
    attributes: ordered
      .slice(0, mostNames)
      .map(({ scope, name, values }) => ({ scope, name, values: values.most() })),
    intrinsics: { 'span:name': names.most(), 'trace:rootService': services.most() },
  };
}

/** How often which value occurs. */
class Counts {
  readonly #counts = new Map<string, number>();
  total = 0;

  add(value: string | null): void {
    this.total += 1;
    if (value !== null) this.#counts.set(value, (this.#counts.get(value) ?? 0) + 1);
  }

  most(): string[] {
    const ordered = [...this.#counts].sort((one, other) => other[1] - one[1]);
    return ordered.slice(0, mostValues).map(([value]) => value);
  }
}

function writtenValue(value: Attributes[string] | undefined): string | null {
  if (typeof value === 'string') return value.length > longestValue ? null : printString(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return null;
  return printStatic({ type: Number.isInteger(value) ? 'int' : 'float', value });
}
