// A CommonJS module in strict TypeScript that uses the package: it only has to compile.

import portreg = require('portreg');

const registry = new portreg.Registry();
const claim: portreg.Claim = registry.claimSync('shop:web', { strict: true, port: 3000 });
void claim.release();
export = registry;
