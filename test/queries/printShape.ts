import type { Metrics, Stage, Term, Test } from './queryShape';

/** A term as a person would write it, in brackets wherever it has parts. */
export function printTerm(term: Term): string {
  switch (term.t) {
    case 'int':
    case 'word':
      return String(term.value);
    case 'float':
      return Number.isInteger(term.value) ? `${term.value}.0` : String(term.value);
    case 'duration':
      return `${term.value}ns`;
    case 'string':
      return JSON.stringify(term.value);
    case 'attribute':
      return `${term.scope}.${/^[a-z.]+$/.test(term.name) ? term.name : JSON.stringify(term.name)}`;
    case 'intrinsic':
      return term.name;
    case 'minus':
      return `-(${printTerm(term.of)})`;
    case 'reckon':
      return `(${printTerm(term.left)} ${term.op} ${printTerm(term.right)})`;
  }
}

/** A test as a person would write it, in brackets wherever it has parts. */
export function printTest(test: Test): string {
  switch (test.t) {
    case 'compare':
      return `(${printTerm(test.left)} ${test.op} ${printTerm(test.right)})`;
    case 'nil':
      return `(${printTerm(test.of)} ${test.op} nil)`;
    case 'is':
      return printTerm(test.of);
    case 'not':
      return `!(${printTest(test.of)})`;
    default:
      return `(${printTest(test.left)} ${test.t} ${printTest(test.right)})`;
  }
}

/** The parts of a pipeline. */
export function printStages(stages: readonly Stage[]): string {
  return stages.map(printStage).join(' | ');
}

/** One part of a pipeline. */
export function printStage(stage: Stage): string {
  switch (stage.t) {
    case 'filter':
      return stage.test === null ? '{}' : `{ ${printTest(stage.test)} }`;
    case 'join':
      return `(${printStage(stage.left)} ${stage.op} ${printStage(stage.right)})`;
    case 'pipeline':
      return `(${printStages(stage.stages)})`;
    case 'by':
      return `by(${printTerm(stage.of)})`;
    case 'coalesce':
      return 'coalesce()';
    case 'select':
      return `select(${stage.terms.map(printTerm).join(', ')})`;
    case 'aggregate':
      return `${aggregateName(stage)} ${stage.op} ${printTerm(stage.limit)}`;
  }
}

/** The call of an aggregate, which is also the name of what it attaches. */
export function aggregateName({ name, of }: Extract<Stage, { t: 'aggregate' }>): string {
  return `${name}(${of === null ? '' : printTerm(of)})`;
}

/** A metrics query; `isInner` puts it into brackets. */
export function printMetrics(query: Metrics, isInner = false): string {
  if (query.t === 'number') return String(query.value);
  const text = query.t === 'math' ? printMath(query) : printMetric(query);
  return isInner ? `(${text})` : text;
}

function printMath({ op, left, right }: Extract<Metrics, { t: 'math' }>): string {
  return `${printMetrics(left, true)} ${op} ${printMetrics(right, true)}`;
}

function printMetric(query: Extract<Metrics, { t: 'metric' }>): string {
  const { stages, name, of, numbers, by, rank, threshold } = query;
  const given = [...(of === null ? [] : [printTerm(of)]), ...numbers.map(String)].join(', ');
  return [
    `${printStages(stages)} | ${name}(${given})`,
    by.length === 0 ? '' : ` by (${by.map(printTerm).join(', ')})`,
    rank === null ? '' : ` | ${rank.name}(${rank.count})`,
    threshold === null ? '' : ` ${threshold.op} ${threshold.limit}`,
  ].join('');
}
