import type * as vscode from 'vscode';

/** Where a view says what went wrong: to a person, or calmly in the log. */
export interface ViewFaults {
  readonly failed: (error: unknown) => void;
  readonly logged: (message: string) => void;
}

let log: Pick<vscode.LogOutputChannel, 'warn' | 'error'> | undefined;

/** Names the log in which every view reports. */
export function logViewsIn(channel: Pick<vscode.LogOutputChannel, 'warn' | 'error'>): void {
  log = channel;
}

/** What goes wrong in a view is shown to the person once; what only we can mend goes into the log. */
export const viewFaults: ViewFaults = {
  failed: (error) => {
    log?.error(error instanceof Error ? error : String(error));
    import('../failures')
      .then(({ showFailure }) => showFailure(error))
      .catch((fault: unknown) => log?.error(String(fault)));
  },
  logged: (message) => log?.warn(message),
};

/** How a view is brought up to date: soon, and what fails is logged, as the next change tries again. */
export function soon(waitMs: number) {
  return {
    waitMs,
    failed: (error: unknown) => viewFaults.logged(`a view could not be brought up to date: ${String(error)}`),
  };
}
