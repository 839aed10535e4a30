import type { ScriptedProgram } from '../../server/src/adapters/processes/scriptedProcesses';

/** A program that works until the test lets it end. */
export class HeldProgram {
  readonly began: Promise<void>;
  readonly #ended: Promise<ScriptedProgram>;
  #begin: () => void = () => undefined;
  #end: (script: ScriptedProgram) => void = () => undefined;

  constructor() {
    this.began = new Promise((resolve) => {
      this.#begin = resolve;
    });
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  readonly run = (): Promise<ScriptedProgram> => {
    this.#begin();
    return this.#ended;
  };

  end(): void {
    this.#end({});
  }
}
