import Table from 'cli-table3';
import type { JudgedFigure, Unit } from '../figure';

/** The columns of every table of figures. */
export const columns = ['what', 'against', 'ours', 'peer', 'ratio', 'target', 'holds', 'note'] as const;

/** One figure as the words of its row. */
export function figureCells(found: JudgedFigure): readonly string[] {
  const { what, against, unit, ours, theirs, note } = found;
  return [
    what,
    against,
    costText(ours, unit),
    theirs === null ? '–' : costText(theirs, unit),
    ratioText(found),
    targetText(found),
    found.holds === null ? '–' : found.holds ? 'yes' : 'NO',
    note,
  ];
}

/** Figures as a table for a terminal. */
export function figureTable(figures: readonly JudgedFigure[]): string {
  const table = new Table({ head: [...columns], style: { head: [], border: [], compact: true } });
  for (const found of figures) {
    table.push([...figureCells(found)]);
  }
  return table.toString();
}

function ratioText({ ratio, target }: JudgedFigure): string {
  if (ratio === null) {
    return '–';
  }
  const text = `${ratio >= 100 ? ratio.toFixed(0) : ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)}x`;
  return target !== null && 'atLeast' in target ? `${text} cheaper` : `${text} the cost`;
}

function targetText({ target }: JudgedFigure): string {
  if (target === null) {
    return '–';
  }
  return 'atLeast' in target ? `≥ ${target.atLeast}x cheaper` : `≤ ${target.atMost}x`;
}

/** A cost with as many digits as say something. */
function costText(cost: number, unit: Unit): string {
  if (unit === 'bytes') {
    return `${Math.round(cost).toLocaleString('en-US')} B`;
  }
  const value = unit === 'µs' ? cost * 1000 : cost;
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}
