import{createRequire as __createRequire}from'node:module';import{dirname as __dirnameOf}from'node:path';import{fileURLToPath as __pathOf}from'node:url';const require=__createRequire(import.meta.url),__filename=__pathOf(import.meta.url),__dirname=__dirnameOf(__filename);
import{a}from"./chunk-ZYXVDTDG.mjs";import"./chunk-BGLAMDDW.mjs";import"./chunk-QEBPVPYL.mjs";export{a as readPlanFile};
