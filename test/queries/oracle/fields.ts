import type { Term, Test } from '../queryShape';
import type { SampleSpan, SampleTrace } from '../sampleTraces';
import { compare, fromStored, isNumber, many, reckon, type Value, whole } from './values';

/** What a term is worth for one span. */
export function termValue(term: Term, trace: SampleTrace, span: SampleSpan): Value {
  switch (term.t) {
    case 'int':
      return { k: 'int', v: BigInt(term.value) };
    case 'float':
    case 'duration':
      return { k: term.t, v: term.value };
    case 'string':
      return { k: 'string', v: term.value };
    case 'word':
      return wordValue(term.value);
    case 'attribute':
      return attributeValue(term, trace, span);
    case 'intrinsic':
      return intrinsicValue(term.name, trace, span);
    case 'minus': {
      const value = termValue(term.of, trace, span);
      if (!isNumber(value)) return null;
      return value.k === 'int' ? whole(-value.v) : { k: value.k, v: -value.v };
    }
    case 'reckon':
      return reckon(term.op, termValue(term.left, trace, span), termValue(term.right, trace, span));
  }
}

/** Whether a test holds for one span. “Events are multi-valued: match if any event has the value.” */
export function holds(test: Test, trace: SampleTrace, span: SampleSpan): boolean {
  if (test.t === 'is') {
    const value = termValue(test.of, trace, span);
    if (value?.k === 'many') return value.of.some((one) => one.k === 'bool' && one.v);
  }
  return truth(test, trace, span) === true;
}

/** True, false, or neither: `!` of what is no boolean is neither. */
function truth(test: Test, trace: SampleTrace, span: SampleSpan): boolean | null {
  switch (test.t) {
    case 'compare':
      return compare(test.op, termValue(test.left, trace, span), termValue(test.right, trace, span));
    case 'nil':
      return (termValue(test.of, trace, span) === null) === (test.op === '=');
    case 'is': {
      const value = termValue(test.of, trace, span);
      return value?.k === 'bool' ? value.v : null;
    }
    case 'not': {
      const inner = truth(test.of, trace, span);
      return inner === null ? null : !inner;
    }
    case '&&':
      return holds(test.left, trace, span) && holds(test.right, trace, span);
    case '||':
      return holds(test.left, trace, span) || holds(test.right, trace, span);
  }
}

function wordValue(word: string): Value {
  if (word === 'true' || word === 'false') return { k: 'bool', v: word === 'true' };
  return { k: word === 'internal' || word === 'client' ? 'kind' : 'status', v: word };
}

/** “Unscoped .x is looked up span → resource → event → link → instrumentation scope, first hit wins.” */
function attributeValue(
  { scope, name }: Extract<Term, { t: 'attribute' }>,
  { service }: SampleTrace,
  { attributes, events }: SampleSpan,
): Value {
  const own = (from: object) => fromStored((from as Record<string, unknown>)[name]);
  const ofSpan = own(attributes);
  const ofResource = own({ 'service.name': service });
  const ofEvents = many(events.map((event) => own(event.attributes)));
  switch (scope) {
    case 'span':
      return ofSpan;
    case 'resource':
      return ofResource;
    case 'event':
      return ofEvents;
    case '':
      return ofSpan ?? ofResource ?? ofEvents;
  }
}

function intrinsicValue(name: string, trace: SampleTrace, span: SampleSpan): Value {
  const [root] = trace.spans;
  const text = (v: string): Value => ({ k: 'string', v });
  switch (name) {
    case 'duration':
    case 'span:duration':
      return span.endUs === null ? null : { k: 'duration', v: (span.endUs - span.startUs) * 1000 };
    case 'trace:duration': {
      const ends = trace.spans.map(({ startUs, endUs }) => endUs ?? startUs);
      const starts = trace.spans.map(({ startUs }) => startUs);
      return { k: 'duration', v: (Math.max(...ends) - Math.min(...starts)) * 1000 };
    }
    case 'span:childCount':
      return { k: 'int', v: BigInt(trace.spans.filter((one) => parentOf(one, trace) === span).length) };
    case 'name':
    case 'span:name':
      return text(span.name);
    case 'status':
    case 'span:status':
      return { k: 'status', v: span.status };
    case 'kind':
    case 'span:kind':
      return { k: 'kind', v: span.kind };
    case 'span:statusMessage':
      return text(span.message);
    case 'span:id':
      return text(span.id);
    case 'span:parentID':
      return text(span.parentId ?? '');
    case 'trace:id':
      return text(trace.traceId);
    case 'trace:rootName':
      return text(root?.name ?? '');
    case 'rootServiceName':
      return text(trace.service);
    case 'event:name':
      return many(span.events.map((event) => text(event.name)));
    case 'event:timeSinceStart':
      return many(span.events.map(({ timeUs }) => ({ k: 'duration', v: (timeUs - span.startUs) * 1000 })));
    default:
      throw new Error(`the oracle knows no ${name}`);
  }
}

/** The parent of a span, if it is there; who names itself has none. */
export function parentOf(span: SampleSpan, trace: SampleTrace): SampleSpan | undefined {
  const parent = trace.spans.find(({ id }) => id === span.parentId);
  return parent === span ? undefined : parent;
}
