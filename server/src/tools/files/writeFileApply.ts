import { z } from 'zod';
import { defineTool, noFacts } from '../defineTool';
import { applyApproved, previewPaths } from './applyApproved';
import { appliedShape, givenPreview } from './givenPreview';

/** Second phase of a write: puts the approved bytes of a preview of this run into the file. */
export const writeFileApply = defineTool({
  name: 'write_file_apply',
  aliases: ['fs.apply'],
  description: 'Writes the approved preview of an earlier step.',
  permissionProfile: 'workspace_write_apply',
  input: z.strictObject({ preview: givenPreview }),
  output: appliedShape,
  facts: ({ preview }) => ({ ...noFacts, effect: 'write', risk: 'medium', writes: previewPaths(preview) }),
  perform: async ({ preview }, context) => await applyApproved(preview, context),
});
