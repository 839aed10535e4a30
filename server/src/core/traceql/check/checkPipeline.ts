import { type Stage, structural } from '../ast';
import { type QueryProblem, queryError } from '../queryProblem';
import { checkField, isNumeric, looksAtSpan } from './checkField';
import { checkMetric, checkSeries, checkSeriesOrder } from './checkSeries';
import { typeNames } from './typeNames';
import { isSeries, type Yield } from './yield';

/** Says what is wrong with the parts of a pipeline, and what they yield together. */
export function checkPipeline(stages: readonly Stage[], problems: QueryProblem[]): Yield {
  let yielded = 'spans' as Yield;
  let isGrouped = false;
  stages.forEach((stage, index) => {
    checkOrder(stage, { isFirst: index === 0, isGrouped, yielded }, problems);
    const made = checkStage(stage, problems);
    refuseNaked(made, stage, problems);
    if (isSeries(made)) yielded = made;
    isGrouped = stage.kind === 'by' || (isGrouped && stage.kind !== 'coalesce');
  });
  return yielded;
}

interface Before {
  readonly isFirst: boolean;
  readonly isGrouped: boolean;
  readonly yielded: Yield;
}

/** What may not follow what stands before it. */
function checkOrder(stage: Stage, { isFirst, isGrouped, yielded }: Before, problems: QueryProblem[]): void {
  const { kind, at } = stage;
  if (kind === 'coalesce' && isFirst) {
    problems.push(queryError('a query cannot start with coalesce()', at));
  }
  if (isGrouped && isStructural(stage)) problems.push(queryError(manySpansets, at));
  checkSeriesOrder(stage, { isFirst, yielded }, problems);
}

function refuseNaked(made: Yield, { at }: Stage, problems: QueryProblem[]): void {
  if (made === 'scalar') problems.push(queryError('a number alone is no query', at));
  if (made === 'aggregate') {
    problems.push(queryError('an aggregate without a comparison not yet supported', at));
  }
}

const manySpansets = 'a structural operator takes one spanset on each side: use coalesce()';
const structuralOperators: ReadonlySet<string> = new Set(structural);

function isStructural(stage: Stage): boolean {
  if (stage.kind !== 'join') return false;
  // The same signs compare numbers: those stand on the left or the right of a comparison.
  const sides = [stage.left.kind, stage.right.kind];
  const isOwn =
    structuralOperators.has(stage.op) && !sides.some((kind) => kind === 'aggregate' || kind === 'scalar');
  return isOwn || isStructural(stage.left) || isStructural(stage.right);
}

function checkStage(stage: Stage, problems: QueryProblem[]): Yield {
  switch (stage.kind) {
    case 'filter':
      return checkFilter(stage, problems);
    case 'pipeline':
      return checkInner(stage.stages, problems);
    case 'join':
      return checkJoin(stage, problems);
    case 'scalar':
      return 'scalar';
    case 'aggregate':
      return checkAggregate(stage, problems);
    case 'by':
      checkField(stage.field, problems);
      wantSpan(stage.field, 'by()', problems);
      return 'spans';
    case 'select':
      for (const field of stage.fields) checkField(field, problems);
      return 'spans';
    case 'metric':
      checkMetric(stage, problems);
      return 'series';
    case 'coalesce':
      return 'spans';
    case 'rank':
      return 'series';
    case 'missing':
      return 'unknown';
  }
}

/** A query in brackets: a series from it can be reckoned with, but nothing more can be said of it behind a bar. */
function checkInner(stages: readonly Stage[], problems: QueryProblem[]): Yield {
  const yielded = checkPipeline(stages, problems);
  return yielded === 'series' ? 'math' : yielded;
}

function checkFilter({ field }: Extract<Stage, { kind: 'filter' }>, problems: QueryProblem[]): Yield {
  if (field === null) return 'spans';
  const type = checkField(field, problems);
  if (type !== 'bool' && type !== 'unknown') {
    problems.push(queryError(`a filter must be true or false, not ${typeNames[type]}`, field.at));
  }
  return 'spans';
}

function checkAggregate(
  { name, operand }: Extract<Stage, { kind: 'aggregate' }>,
  problems: QueryProblem[],
): Yield {
  if (operand === null) return 'aggregate';
  const type = checkField(operand, problems);
  if (type !== 'unknown' && !isNumeric(type)) {
    problems.push(queryError(`${name}() wants a number, not ${typeNames[type]}`, operand.at));
  }
  wantSpan(operand, `${name}()`, problems);
  return 'aggregate';
}

function wantSpan(field: Parameters<typeof looksAtSpan>[0], name: string, problems: QueryProblem[]): void {
  if (!looksAtSpan(field)) problems.push(queryError(`${name} must look at the span`, field.at));
}

type Join = Extract<Stage, { kind: 'join' }>;

function checkJoin(join: Join, problems: QueryProblem[]): Yield {
  const left = checkStage(join.left, problems);
  const right = checkStage(join.right, problems);
  if (left === 'unknown' || right === 'unknown') return 'unknown';
  if (left === 'spans' && right === 'spans') return checkSpansets(join, problems);
  if ([left, right].some(isSeries)) return checkSeries(join, [left, right], problems);
  if (left === 'spans' || right === 'spans') {
    problems.push(queryError(`${join.op} cannot stand between spans and a number`, join.at));
    return 'unknown';
  }
  return checkNumbers(join, [left, right], problems);
}

function checkSpansets({ op, left, right, at }: Join, problems: QueryProblem[]): Yield {
  if (op === '&&' || op === '||') return 'spans';
  if (!structuralOperators.has(op)) {
    problems.push(queryError(`${op} cannot stand between spansets`, at));
  } else if ([left, right].some(staysGrouped)) {
    problems.push(queryError(manySpansets, at));
  }
  return 'spans';
}

/** Whether a side leaves more than one spanset. */
function staysGrouped(stage: Stage): boolean {
  if (stage.kind === 'by') return true;
  if (stage.kind === 'join') return staysGrouped(stage.left) || staysGrouped(stage.right);
  if (stage.kind !== 'pipeline') return false;
  const grouped = stage.stages.map(staysGrouped).lastIndexOf(true);
  return grouped > stage.stages.map(({ kind }) => kind).lastIndexOf('coalesce');
}

const comparing: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);

function checkNumbers({ op, at }: Join, sides: readonly Yield[], problems: QueryProblem[]): Yield {
  if (comparing.has(op)) {
    const [left, right] = sides;
    if (left === 'scalar' && right === 'scalar') {
      problems.push(queryError('a comparison must look at the spans', at));
    } else if (left !== 'aggregate' || right !== 'scalar') {
      problems.push(queryError('any comparison but of an aggregate with a number not yet supported', at));
    }
    return 'spans';
  }
  if (op === '+' || op === '-' || op === '*' || op === '/') {
    problems.push(queryError('arithmetic with aggregates not yet supported', at));
    return 'unknown';
  }
  problems.push(queryError(`${op} cannot stand between numbers`, at));
  return 'unknown';
}
