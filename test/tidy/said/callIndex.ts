import ts from 'typescript';

type Call = ts.CallExpression | ts.NewExpression;

/** Which calls lead to a function; found by the name first, so that few are asked of the compiler. */
export class CallIndex {
  readonly #checker: ts.TypeChecker;
  readonly #byName = new Map<string, Call[]>();

  constructor(files: readonly ts.SourceFile[], checker: ts.TypeChecker) {
    this.#checker = checker;
    for (const file of files) this.#read(file);
  }

  /** What is handed in for a parameter, wherever its function is called. */
  argumentsFor(parameter: ts.ParameterDeclaration): readonly ts.Expression[] {
    const owner = parameter.parent;
    const at = owner.parameters.indexOf(parameter);
    return (this.#byName.get(nameOf(owner) ?? '') ?? [])
      .filter((call) => this.#checker.getResolvedSignature(call)?.declaration === owner)
      .flatMap((call) => call.arguments?.[at] ?? []);
  }

  #read(node: ts.Node): void {
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { expression: called } = node;
      const name = ts.isPropertyAccessExpression(called) ? called.name.text : called.getText();
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), node]);
    }
    ts.forEachChild(node, (child) => this.#read(child));
  }
}

function nameOf(owner: ts.SignatureDeclaration): string | undefined {
  if (ts.isConstructorDeclaration(owner)) return owner.parent.name?.text;
  if (owner.name !== undefined) return owner.name.getText();
  let { parent }: { parent: ts.Node } = owner;
  while (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isCallExpression(parent)) {
    parent = parent.parent;
  }
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : undefined;
}
