import { z } from 'zod';

/** A language model that an editor offers, as its provider describes it. */
export const editorModel = z.object({
  model_id: z.string(),
  vendor: z.string(),
  family: z.string(),
  name: z.string(),
  version: z.string(),
  max_input_tokens: z.int(),
});

/** One of the models that an editor offers. */
export type EditorModel = z.infer<typeof editorModel>;

/** The editor's answer to `model/offered`: which models there are; asking costs nothing and needs no consent. */
export const offeredModels = z.object({ models: z.array(editorModel) });

/** What a step wants of a model; `justification` is shown where the editor asks the person for their consent. */
export const modelRequest = z.object({
  model_id: z.string(),
  justification: z.string().min(1),
  messages: z.array(z.object({ role: z.enum(['user', 'assistant']), text: z.string() })).min(1),
});

/** A request to a model of the editor. */
export type ModelRequest = z.infer<typeof modelRequest>;

/** The editor's answer to `model/ask`: the whole text, with the tokens as the model itself counts them. */
export const modelAnswer = z.object({
  model_id: z.string(),
  text: z.string(),
  input_tokens: z.int(),
  output_tokens: z.int(),
});

/** What a model answered. */
export type ModelAnswer = z.infer<typeof modelAnswer>;
