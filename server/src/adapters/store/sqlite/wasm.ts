import { readFile } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import initSqlJs from 'sql.js';

/** The C functions of SQLite that stock sql.js exports, as far as the store calls them. */
export interface SqliteFunctions {
  addFunction(implementation: (...values: never[]) => unknown, signature: string): number;
  stringToNewUTF8(text: string): number;
  UTF8ToString(pointer: number): string;
  _malloc(size: number): number;
  _free(pointer: number): void;
  _sqlite3_open(name: number, out: number): number;
  _sqlite3_close_v2(database: number): number;
  _sqlite3_exec(database: number, sql: number, callback: number, argument: number, error: number): number;
  _sqlite3_errmsg(database: number): number;
  _sqlite3_prepare_v2(database: number, sql: number, size: number, out: number, tail: number): number;
  _sqlite3_finalize(statement: number): number;
  _sqlite3_step(statement: number): number;
  _sqlite3_reset(statement: number): number;
  _sqlite3_changes(database: number): number;
  _sqlite3_bind_int(statement: number, index: number, value: number): number;
  _sqlite3_bind_double(statement: number, index: number, value: number): number;
  _sqlite3_bind_text(statement: number, index: number, text: number, size: number, free: number): number;
  _sqlite3_bind_blob(statement: number, index: number, bytes: number, size: number, free: number): number;
  _sqlite3_column_count(statement: number): number;
  _sqlite3_column_name(statement: number, index: number): number;
  _sqlite3_column_type(statement: number, index: number): number;
  _sqlite3_column_double(statement: number, index: number): number;
  _sqlite3_column_bytes(statement: number, index: number): number;
  _sqlite3_column_blob(statement: number, index: number): number;
}

/** SQLite with views of its memory, which are renewed whenever the memory has grown. */
export interface Wasm {
  readonly functions: SqliteFunctions;
  bytes(): Buffer;
  /** Reads the 32-bit word at an address. */
  word(pointer: number): number;
  setWord(pointer: number, value: number): void;
}

interface WasmMemory {
  readonly buffer: ArrayBuffer;
}
interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}
// The compiler's standard library knows WebAssembly only together with a browser.
const { WebAssembly } = globalThis as unknown as {
  readonly WebAssembly: {
    readonly Memory: new (...options: never[]) => WasmMemory;
    instantiate(binary: Uint8Array, imports: unknown): Promise<{ readonly instance: WasmInstance }>;
  };
};

/** Loads SQLite from the given `.wasm` file; sql.js gives one instance to a thread, so this works once. */
export async function loadWasm(wasmFile: string): Promise<Wasm> {
  avoidInlinedCalls();
  compileLater();
  const binary = await readFile(wasmFile);
  const result = await new Promise<{ functions: SqliteFunctions; memory: WasmMemory }>((done, fail) => {
    let memory: WasmMemory | undefined;
    const options = {
      instantiateWasm(imports: unknown, ready: (instance: WasmInstance) => void) {
        WebAssembly.instantiate(binary, imports).then(({ instance }) => {
          memory = Object.values(instance.exports).find(
            (value): value is WasmMemory => value instanceof WebAssembly.Memory,
          );
          ready(instance);
        }, fail);
        return {};
      },
    };
    initSqlJs(options as never).then((functions) => {
      if (memory === undefined) fail(new Error('sql.js was loaded in this thread before the store'));
      else done({ functions: functions as unknown as SqliteFunctions, memory });
    }, fail);
  });
  return wasmOver(result.functions, result.memory);
}

/**
 * V8 compiles what runs often once more, in threads of its own. By its own measure that begins so soon that a short run
 * spends more on it than on its work. JavaScript waits twice as long. SQLite waits 64 times as long: its interpreter is one
 * great loop, each turn of which V8 counts as the whole of it, and costs more to compile than all that a new store does.
 * What runs a few times only, as most of a decision of a person does, is compiled at once by V8's fastest compiler, which
 * costs less than to interpret it.
 */
function compileLater(): void {
  if (process.versions.v8.startsWith('11.')) {
    setFlagsFromString('--always-sparkplug');
    setFlagsFromString('--interrupt-budget=135168');
    setFlagsFromString('--wasm-tiering-budget=115200000');
  }
}

/** V8 11 (Node 20) now and then miscompiles calls into WebAssembly that it inlines: the process ends with SIGSEGV. */
function avoidInlinedCalls(): void {
  if (process.versions.v8.startsWith('11.')) setFlagsFromString('--no-turbo-inline-js-wasm-calls');
}

function wasmOver(functions: SqliteFunctions, memory: WasmMemory): Wasm {
  let bytes = Buffer.from(memory.buffer);
  const current = () => {
    // Memory that grows leaves its old views without bytes; to ask the memory itself costs more than most calls.
    if (bytes.byteLength === 0) bytes = Buffer.from(memory.buffer);
    return bytes;
  };
  return {
    functions,
    bytes: current,
    word: (pointer) => current().readInt32LE(pointer),
    setWord: (pointer, value) => void current().writeInt32LE(value, pointer),
  };
}
