/** What a plan needs to know of the tools there are. */
export interface ToolCatalog {
  /** The name of a tool by its name or an alias. */
  resolve(nameOrAlias: string): string | undefined;
  names(): readonly string[];
  /** The keys a tool's inputs may have; `undefined` when any key may stand there. */
  inputKeys?(name: string): readonly string[] | undefined;
}
