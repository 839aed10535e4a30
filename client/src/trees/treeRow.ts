import type { Icon } from '../shown/stateIcon';

/** What a row is about: the ids by which commands reach it. */
export interface Subject {
  readonly approval_id?: string;
  readonly session_id?: string;
  readonly version?: number;
  readonly run_id?: string;
  readonly step_id?: string;
  readonly span_id?: string;
  readonly checkpoint_id?: string;
  readonly slot_id?: string;
  /** A kept search, or a query. */
  readonly query?: string;
  /** The name under which a person kept a query. */
  readonly query_name?: string;
  /** The tree whose next page is meant. */
  readonly tree?: string;
  /** The folder in which all this lies. */
  readonly root?: string;
  /** A plan file, as text of its uri. */
  readonly file?: string;
}

/** One line of a tree, free of the editor: what it says, how it looks and what can be done with it. */
export interface TreeRow {
  readonly id: string;
  /** Decides which menus the row has, such as `run.running`. */
  readonly kind: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly icon: Icon;
  /** What a screen reader says. */
  readonly spoken: string;
  readonly subject: Subject;
  /** The command that a click or Enter gives, with this row. */
  readonly opens?: string;
  readonly branch: 'none' | 'closed' | 'open';
}

/** A row from what differs between rows: what is heard is what is read, one part after the other. */
export function treeRow(
  parts: Pick<TreeRow, 'id' | 'kind' | 'label' | 'icon' | 'subject'> &
    Partial<Pick<TreeRow, 'opens' | 'branch' | 'tooltip'>> & {
      readonly details: readonly (string | undefined)[];
    },
): TreeRow {
  const { details, tooltip, branch = 'none', ...own } = parts;
  const said = details.filter((part) => part !== undefined && part !== '');
  return {
    ...own,
    branch,
    description: said.join(' · '),
    tooltip: tooltip ?? [own.label, ...said].join('\n'),
    spoken: [own.label, ...said].join(', '),
  };
}
