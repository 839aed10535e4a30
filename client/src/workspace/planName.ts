const ourName =
  /(?:^|[/\\])(?:plan|policy|playbook|flow)[.](?:ya?ml|json)$|[.](?:plan|policy|playbook|flow)[.](?:ya?ml|json)$/i;
const ourSchema = /^[\s{]*["']?schema["']?\s*:\s*["']?(?:plan|policy|playbook|flow)\/\d/m;

/** Lines of a document in which its schema is looked for. */
export const headLineCount = 20;

/** Whether a YAML or JSON document is one of ours: a plan, policy, playbook or flow, by its name or by its `schema`. */
export function isOurs(path: string, head: string): boolean {
  return ourName.test(path) || ourSchema.test(head);
}
