import { AppError } from '#protocol/errors';
import type { Ports, Slots } from '../runtime/ports';

/** The ports through which a server starts programs or changes files. */
export type ActingPorts = Pick<Ports, 'processes' | 'git' | 'workspace'>;

/**
 * What a server that was started from a workspace without trust keeps from doing, until a caller with trust comes:
 * it starts no program (git with its filters and hooks among them) and writes no file of the person's.
 */
export class Restriction {
  #isLifted: boolean;

  constructor(isRestricted: boolean) {
    this.#isLifted = !isRestricted;
  }

  get isLifted(): boolean {
    return this.#isLifted;
  }

  lift(): void {
    this.#isLifted = true;
  }

  /** The same ports, that refuse to act as long as the restriction stands. */
  over<T extends ActingPorts>(ports: T): T {
    const { processes, git, workspace } = ports;
    const may = this.#may.bind(this);
    return {
      ...ports,
      processes: {
        ...processes,
        run: async (request) => may(() => processes.run(request)),
        canIsolateNetwork: async () => this.#isLifted && (await processes.canIsolateNetwork()),
      },
      git: {
        head: async () => may(() => git.head()),
        snapshot: async (id, content) => may(() => git.snapshot(id, content)),
        files: async (snapshot) => may(() => git.files(snapshot)),
        fileAt: async (snapshot, path) => may(() => git.fileAt(snapshot, path)),
        commit: async (paths, message) => may(() => git.commit(paths, message)),
        quietEnvironment: async () => may(() => git.quietEnvironment()),
        excludeState: async () => may(() => git.excludeState()),
      },
      workspace: {
        ...workspace,
        apply: async (writes) => may(() => workspace.apply(writes)),
        sweep: async (paths) => may(() => workspace.sweep(paths)),
      },
    };
  }

  /** Work trees are made and looked at by git. */
  overSlots(slots: Slots): Slots {
    return {
      add: async (id, from) => this.#may(() => slots.add(id, from)),
      open: async (path) => this.#may(() => slots.open(path)),
    };
  }

  #may<T>(act: () => T): T {
    if (!this.#isLifted) {
      throw new AppError('FORBIDDEN', 'nothing runs in a workspace that is not trusted; trust it first', {
        cause: 'untrusted_workspace',
      });
    }
    return act();
  }
}
