import type { Stage } from '../ast';
import { type QueryProblem, queryError } from '../queryProblem';
import { checkField, isNumeric } from './checkField';
import { typeNames } from './typeNames';
import { isSeries, type Yield } from './yield';

type Metric = Extract<Stage, { kind: 'metric' }>;
type Join = Extract<Stage, { kind: 'join' }>;

/** Says what is wrong with a function over time. */
export function checkMetric({ name, operand, numbers, by }: Metric, problems: QueryProblem[]): void {
  for (const field of by) checkField(field, problems);
  if (operand !== null) {
    const type = checkField(operand, problems);
    if (type !== 'unknown' && !isNumeric(type)) {
      problems.push(queryError(`${name}() wants a number, not ${typeNames[type]}`, operand.at));
    }
  }
  for (const number of numbers) {
    if ('value' in number.value && !isPart(number.value.value)) {
      problems.push(queryError('a quantile is a number from 0 to 1', number.at));
    }
  }
}

function isPart(value: string | number | bigint | boolean): boolean {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

/** Says what may not stand in a pipeline with functions over time. */
export function checkSeriesOrder(
  stage: Stage,
  { isFirst, yielded }: { readonly isFirst: boolean; readonly yielded: Yield },
  problems: QueryProblem[],
): void {
  const head = headOf(stage);
  if (head.kind === 'missing') return;
  if (head.kind === 'rank' && yielded !== 'series') {
    problems.push(queryError(`${head.name}() may follow a function over time only`, head.at));
  }
  if (head.kind === 'metric' && isFirst) {
    problems.push(queryError(`${head.name}() must follow spans, as in {} | ${head.name}()`, head.at));
  }
  if (isSeries(yielded) && head.kind !== 'rank') {
    problems.push(queryError('only topk() or bottomk() may follow a function over time', stage.at));
  }
}

/** What a comparison with a number stands behind. */
function headOf(stage: Stage): Stage {
  return stage.kind === 'join' && comparing.has(stage.op) ? headOf(stage.left) : stage;
}

const comparing: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const reckoning: ReadonlySet<string> = new Set(['+', '-', '*', '/']);

/** Says what is wrong with an operator that has a series on one of its sides. */
export function checkSeries(join: Join, [left, right]: readonly Yield[], problems: QueryProblem[]): Yield {
  const { op, at } = join;
  if (comparing.has(op) && right === 'scalar' && left !== undefined) return left;
  const isFit = [left, right].every((side) => side === 'scalar' || (side !== undefined && isSeries(side)));
  if (!isFit || !reckoning.has(op)) {
    problems.push(queryError(`${op} cannot stand here: a series takes numbers and series only`, at));
    return 'unknown';
  }
  for (const side of [join.left, join.right]) checkSide(side, problems);
  return 'math';
}

/** A side in arithmetic is a whole query in brackets, or a number that is no duration. */
function checkSide(side: Stage, problems: QueryProblem[]): void {
  const head = headOf(side);
  if (head.kind === 'scalar' && head.value.type === 'duration') {
    problems.push(queryError('a duration cannot stand in arithmetic with a series', head.at));
  }
  if (head.kind === 'metric' || head.kind === 'rank') {
    problems.push(queryError('a series in arithmetic stands in brackets, as in ({} | rate()) * 2', head.at));
  }
}
