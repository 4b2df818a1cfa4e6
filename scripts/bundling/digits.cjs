/*
 * Stands in for the package `bignumber.js` in the bundles: json-bigint makes one of a number's digits and nobody
 * calculates with it, so the digits are all that it has to keep. `toPlainJson` reads them through `toFixed`.
 */
module.exports = class Digits {
  constructor(text) {
    this.text = String(text);
  }
  static isBigNumber(value) {
    return value instanceof Digits;
  }
  toFixed() {
    return this.text;
  }
};
