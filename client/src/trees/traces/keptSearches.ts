import type { Memento } from 'vscode';

const key = 'holdpoint.searches';

/** The searches that a person kept for a workspace, in the order in which they were kept. */
export class KeptSearches {
  readonly #memento: Pick<Memento, 'get' | 'update'>;

  constructor(memento: Pick<Memento, 'get' | 'update'>) {
    this.#memento = memento;
  }

  get all(): readonly string[] {
    return this.#memento.get<readonly string[]>(key, []);
  }

  async keep(text: string): Promise<void> {
    await this.#memento.update(key, [...this.all.filter((one) => one !== text), text]);
  }

  async drop(text: string): Promise<void> {
    await this.#memento.update(
      key,
      this.all.filter((one) => one !== text),
    );
  }
}
