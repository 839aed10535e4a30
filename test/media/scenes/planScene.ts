import type { Opening } from '#protocol/views/opening';
import type { PlanStrings, PlanTarget, ToPlanBoard } from '#protocol/views/plan';
import { boardMessage, runMessage } from '../../../client/src/panels/plan/boardMessage';
import { planBars } from '../../../client/src/panels/plan/planBars';
import { readPlanFacts, readRunFacts } from '../../../client/src/panels/plan/planFacts';
import { planStrings } from '../../../client/src/panels/strings/planStrings';
import { fakeClock } from '../../../server/src/adapters/clock';
import { composeMemory, type MemoryServer } from '../../support/composeMemory';
import { exampleFiles } from './exampleFiles';
import { localizer } from './localizer';

/** A session with a plan on a whole server, as a board meets it. */
export interface PlanScene {
  readonly server: MemoryServer;
  readonly sessionId: string;
  /** What the board is told first. */
  opening(language?: 'en' | 'ja', isTrusted?: boolean): Opening<PlanTarget, PlanStrings>;
  /** What the board is told of the newest version, or of another. */
  board(version?: number): Promise<Extract<ToPlanBoard, { type: 'board' }>>;
  importPlan(text: string, fileName?: string): Promise<number>;
  /** Runs the plan until it is over or a person is needed. */
  run(): Promise<string>;
  /** Says yes to what waits until nothing waits any more. */
  approveAll(runId: string): Promise<void>;
}

/** What differs from the example as it is. */
interface SceneOptions {
  readonly policy?: string;
  /** Whether the project's own tests pass. */
  readonly testPasses?: boolean;
}

/** How long a program works, and how long a person thinks. */
const workMs = 4200;
const thoughtMs = 9000;

/** Opens a session in the example project. */
export async function planScene({ policy, testPasses = true }: SceneOptions = {}): Promise<PlanScene> {
  const clock = fakeClock();
  const server = composeMemory({
    clock,
    files: exampleFiles(),
    ...(policy === undefined ? {} : { policy }),
    program: async () => {
      await clock.advance(workMs);
      return testPasses
        ? { exitCode: 0, stdout: '3 tests passed\n' }
        : { exitCode: 1, stdout: 'not ok 2 - ten pieces cost ten per cent less\n' };
    },
  });
  const { id: session_id } = await server.request('session/create', { safety_profile: 'standard' });
  const wait = async (run_id: string) => {
    await server.request('run/wait', { run_id });
    return run_id;
  };
  return {
    server,
    sessionId: session_id,
    opening: (language = 'en', is_trusted = true) => ({
      type: 'open',
      target: { session_id },
      root: null,
      strings: planStrings(localizer(language), language),
      is_trusted,
    }),
    board: async (version) => {
      const facts = await readPlanFacts(server, {
        session_id,
        ...(version === undefined ? {} : { version }),
      });
      const run = await readRunFacts(server, session_id, facts.shown.version);
      const bars = planBars({ facts, run, isTrusted: true }, localizer());
      return { type: 'board', board: boardMessage(facts), run: runMessage(run), bars };
    },
    importPlan: async (text, file_name = 'plan.yaml') =>
      (await server.request('plan/import', { session_id, text, file_name })).version,
    run: async () => wait((await server.request('run/start', { session_id })).run_id),
    approveAll: async (run_id) => {
      for (;;) {
        const { items } = await server.request('approval/list', { run_id, state: 'requested' });
        if (items.length === 0) {
          return;
        }
        await clock.advance(thoughtMs);
        for (const { approval_id, digest } of items) {
          await server.request('approval/grant', { approval_id, digest, confirm_high_risk: true });
        }
        await wait(run_id);
      }
    },
  };
}
