import{createRequire as __createRequire}from'node:module';import{dirname as __dirnameOf}from'node:path';import{fileURLToPath as __pathOf}from'node:url';const require=__createRequire(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__dirnameOf(__filename);
var o=class extends Error{body;constructor(r){super(r.message),this.name="McpRefusal",this.body=r}};export{o as a};
