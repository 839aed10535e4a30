import{createRequire as __createRequire}from'node:module';import{dirname as __dirnameOf}from'node:path';import{fileURLToPath as __pathOf}from'node:url';const require=__createRequire(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__dirnameOf(__filename);
import{r as a}from"./chunk-ERSEEYMP.mjs";import"./chunk-7O7CTI2Q.mjs";import"./chunk-QEBPVPYL.mjs";export{a as checkQuery};
