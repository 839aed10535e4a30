import type { Memento } from 'vscode';

const key = 'holdpoint.sessionOfFile';

/** Which session each plan file of a workspace belongs to, so that a changed plan becomes its next version. */
export class FileSessions {
  readonly #memento: Pick<Memento, 'get' | 'update'>;

  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    this.#memento = memento;
  }

  of(file: string): string | undefined {
    return this.#all[file];
  }

  /** The file that a session's plan came from, when it came from this window. */
  fileOf(session_id: string): string | undefined {
    return Object.entries(this.#all).find(([, session]) => session === session_id)?.[0];
  }

  async remember(file: string, session_id: string): Promise<void> {
    await this.#memento.update(key, { ...this.#all, [file]: session_id });
  }

  get #all(): Readonly<Record<string, string>> {
    return this.#memento.get<Readonly<Record<string, string>>>(key, {});
  }
}
