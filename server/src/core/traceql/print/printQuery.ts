import type { Query, Stage } from '../ast';
import { precedence } from '../precedence';
import { printField } from './printField';
import { printShortField } from './printShortField';
import { printStatic } from './printStatic';

/** A query in its one written form: reading it again gives the same query. */
export function printQuery(query: Query): string {
  if (query.form === 'short') {
    const { condition, pick, limit } = query;
    return [
      condition === null ? 'traces{}' : `traces{ ${printShortField(condition)} }`,
      ...(pick.length === 0 ? [] : [`pick(${pick.join(', ')})`]),
      ...(limit === null ? [] : [`limit ${limit}`]),
    ].join(' | ');
  }
  const hints = query.hints.map(({ name, value }) => `${name}=${printStatic(value)}`).join(', ');
  return printStages(query.stages) + (hints === '' ? '' : ` with (${hints})`);
}

/** One part of a pipeline as it is written. */
export function printStage(stage: Stage): string {
  switch (stage.kind) {
    case 'filter':
      return stage.field === null ? '{}' : `{ ${printField(stage.field)} }`;
    case 'pipeline':
      return `(${printStages(stage.stages)})`;
    case 'join': {
      const level = precedence(stage.op);
      return `${operand(stage.left, level)} ${stage.op} ${operand(stage.right, level + 1)}`;
    }
    case 'scalar':
      return printStatic(stage.value);
    case 'aggregate':
      return `${stage.name}(${stage.operand === null ? '' : printField(stage.operand)})`;
    case 'by':
      return `by(${printField(stage.field)})`;
    case 'coalesce':
      return 'coalesce()';
    case 'select':
      return `select(${stage.fields.map(printField).join(', ')})`;
    case 'metric':
      return printMetric(stage);
    case 'rank':
      return `${stage.name}(${stage.count})`;
    case 'missing':
      return '';
  }
}

function printStages(stages: readonly Stage[]): string {
  return stages.map(printStage).join(' | ');
}

function operand(stage: Stage, least: number): string {
  const text = printStage(stage);
  return stage.kind === 'join' && precedence(stage.op) < least ? `(${text})` : text;
}

function printMetric({ name, operand, numbers, by }: Extract<Stage, { kind: 'metric' }>): string {
  const given = [
    ...(operand === null ? [] : [printField(operand)]),
    ...numbers.map(({ value }) => printStatic(value)),
  ];
  const labels = by.length === 0 ? '' : ` by (${by.map(printField).join(', ')})`;
  return `${name}(${given.join(', ')})${labels}`;
}
