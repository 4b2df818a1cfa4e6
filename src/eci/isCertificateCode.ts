/** Tells whether a code of Node's stands for a certificate that was not accepted. Source: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
export function isCertificateCode(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH|INVALID_CA/u.test(code);
}
