/** Where a door or the process itself says what happened; must not throw and redacts what it writes. */
export interface Log {
  info(message: string, extra?: Readonly<Record<string, unknown>>): void;
  warning(message: string, extra?: Readonly<Record<string, unknown>>): void;
  error(message: string, extra?: Readonly<Record<string, unknown>>): void;
}
