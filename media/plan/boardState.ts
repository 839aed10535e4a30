import type {
  ActionBars,
  BoardProgress,
  BoardRun,
  BoardStep,
  FromPlanBoard,
  PlanAction,
  PlanBoard,
  PlanStrings,
  ToPlanBoard,
} from '#protocol/views/plan';

/** The parts of the side of a board. */
export type Tab = 'steps' | 'step' | 'effects' | 'changes';

/** How a person left the board. */
export interface Kept {
  readonly selected: string | null;
  readonly form: 'graph' | 'list' | null;
  readonly tab: Tab;
  readonly reason: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** Everything a board shows. */
export interface BoardState extends Kept {
  readonly strings: PlanStrings;
  readonly isTrusted: boolean;
  readonly isConnected: boolean;
  readonly board: PlanBoard;
  readonly run: BoardRun | null;
  readonly bars: ActionBars;
  readonly busy: PlanAction | null;
  /** The question that is open: why it is rejected, or with which inputs it runs. */
  readonly asking: 'reject' | 'run' | 'dryRun' | null;
  readonly coversSteps: boolean;
  readonly isNarrow: boolean;
}

/** What a board is told beside how it can be drawn at all. */
export type Unreadable = Extract<ToPlanBoard, { readonly type: 'unreadable' }>;

/** What the parts of a board draw and act on. */
export interface Desk {
  readonly state: BoardState;
  say(message: FromPlanBoard): void;
  change(change: Partial<BoardState>): void;
}

/** What a step came to in the run shown, by its id. */
export function progressOf({ run }: BoardState): ReadonlyMap<string, BoardProgress> {
  return progressMaps(run);
}

const progressMaps = memoized(
  (run: BoardRun | null) => new Map(run?.steps.map((step) => [step.step_id, step])),
);

/** How a step differs from the version before, by its id. */
export function changeOf({ board }: BoardState): ReadonlyMap<string, 'added' | 'changed' | 'carried'> {
  return changeMaps(board);
}

const changeMaps = memoized(({ difference }: PlanBoard) => {
  const changes = new Map<string, 'added' | 'changed' | 'carried'>();
  for (const id of difference?.carried ?? []) {
    changes.set(id, 'carried');
  }
  for (const { step_id } of difference?.changed ?? []) {
    changes.set(step_id, 'changed');
  }
  for (const id of difference?.added ?? []) {
    changes.set(id, 'added');
  }
  return changes;
});

/** The step that is chosen, if it is one of this version. */
export function chosenStep({ board, selected }: BoardState): BoardStep | undefined {
  return board.steps.find(({ id }) => id === selected);
}

/** Remembers the answer for the argument that was given last. */
function memoized<In, Out>(make: (given: In) => Out): (given: In) => Out {
  let last: { readonly given: In; readonly made: Out } | undefined;
  return (given) => {
    if (last === undefined || last.given !== given) {
      last = { given, made: make(given) };
    }
    return last.made;
  };
}
