import type { SpanColumns } from '#protocol/views/trace';

/**
 * Spans as an agent's work leaves them: a root, hundreds of steps, in each some calls that lie within it. It is sent
 * to a page as text, so it may use nothing from outside.
 */
export function makeSpans(count: number): SpanColumns {
  const texts = [
    '',
    'OK',
    'ERROR',
    'run',
    'step',
    'tool',
    'gate',
    'holdpoint',
    "'npm' ended with exit code 1",
  ];
  const base = texts.length;
  for (let index = 0; index < 60; index += 1) {
    texts.push(index % 3 === 0 ? `execute_tool tool_${index}` : `holdpoint.step part-${index}`);
  }
  const numbers = (of: (at: number) => number) => Uint32Array.from({ length: count }, (_, at) => of(at));
  const halves = (lowOf: (at: number) => number) => {
    const column = new Uint32Array(count * 2);
    for (let at = 0; at < count; at += 1) {
      column[at * 2 + 1] = lowOf(at);
    }
    return column;
  };
  const isStep = (at: number) => at % 40 === 0;
  const isFailed = (at: number) => at % 997 === 5;
  /** Within a step every fourth span holds the three after it. */
  const isGroup = (at: number) => (at % 40) % 4 === 1;
  const lengthOf = (at: number) => (at === 0 ? count * 1000 : isStep(at) ? 40_000 : isGroup(at) ? 3900 : 900);
  const groupOf = (at: number) => at - (((at % 40) - 1) % 4);
  const parentOf = (at: number) => (isStep(at) ? 0 : isGroup(at) ? at - (at % 40) : groupOf(at));
  const kindOf = (at: number) => (at === 0 ? 3 : isStep(at) ? 4 : at % 7 === 0 ? 6 : 5);
  const start_us = Float64Array.from({ length: count }, (_, at) => 1_767_323_045_000_000 + at * 1000);
  const end_us = start_us.map((start, at) => start + lengthOf(at));
  const id = halves((at) => at + 1);
  const parent = halves((at) => (at === 0 ? 0 : parentOf(at) + 1));
  const kind = numbers(kindOf);
  const status = numbers((at) => (isFailed(at) ? 2 : 1));
  const name = numbers((at) => base + ((at * 31) % 60));
  const service = numbers(() => 7);
  const error = numbers((at) => (isFailed(at) ? 8 : 0));
  return { count, start_us, end_us, id, parent, kind, status, name, service, error, texts };
}
