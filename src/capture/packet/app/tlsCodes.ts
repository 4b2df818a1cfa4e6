/** `ContentType` of a record (RFC 8446, section 5.1; RFC 6520, section 3). */
export const tlsContentTypes = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
  heartbeat: 24,
} as const;

/** `HandshakeType` of the messages that are read (RFC 8446, section 4). */
export const tlsHandshakeTypes = { clientHello: 1, serverHello: 2 } as const;

const contentTypeNames = new Map<number, string>([
  [20, "Change Cipher Spec"],
  [21, "Alert"],
  [22, "Handshake"],
  [23, "Application Data"],
  [24, "Heartbeat"],
]);

const handshakeNames = new Map<number, string>([
  [0, "Hello Request"],
  [1, "Client Hello"],
  [2, "Server Hello"],
  [3, "Hello Verify Request"],
  [4, "New Session Ticket"],
  [5, "End of Early Data"],
  [6, "Hello Retry Request"],
  [8, "Encrypted Extensions"],
  [11, "Certificate"],
  [12, "Server Key Exchange"],
  [13, "Certificate Request"],
  [14, "Server Hello Done"],
  [15, "Certificate Verify"],
  [16, "Client Key Exchange"],
  [20, "Finished"],
  [21, "Client Certificate URL"],
  [22, "Certificate Status"],
  [23, "Supplemental Data"],
  [24, "Key Update"],
  [25, "Compressed Certificate"],
]);

const alertNames = new Map<number, string>([
  [0, "Close Notify"],
  [1, "End of Early Data"],
  [10, "Unexpected Message"],
  [20, "Bad Record MAC"],
  [21, "Decryption Failed"],
  [22, "Record Overflow"],
  [30, "Decompression Failure"],
  [40, "Handshake Failure"],
  [41, "No Certificate"],
  [42, "Bad Certificate"],
  [43, "Unsupported Certificate"],
  [44, "Certificate Revoked"],
  [45, "Certificate Expired"],
  [46, "Certificate Unknown"],
  [47, "Illegal Parameter"],
  [48, "Unknown CA"],
  [49, "Access Denied"],
  [50, "Decode Error"],
  [51, "Decrypt Error"],
  [60, "Export Restriction"],
  [70, "Protocol Version"],
  [71, "Insufficient Security"],
  [80, "Internal Error"],
  [86, "Inappropriate Fallback"],
  [90, "User Canceled"],
  [100, "No Renegotiation"],
  [109, "Missing Extension"],
  [110, "Unsupported Extension"],
  [111, "Certificate Unobtainable"],
  [112, "Unrecognized Name"],
  [113, "Bad Certificate Status Response"],
  [114, "Bad Certificate Hash Value"],
  [115, "Unknown PSK Identity"],
  [116, "Certificate Required"],
  [120, "No Application Protocol"],
  [121, "ECH Required"],
]);

const versionNames = new Map<number, string>([
  [0x0300, "SSL 3.0"],
  [0x0301, "TLS 1.0"],
  [0x0302, "TLS 1.1"],
  [0x0303, "TLS 1.2"],
  [0x0304, "TLS 1.3"],
]);

const suiteNames = new Map<number, string>([
  [0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA"],
  [0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA"],
  [0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256"],
  [0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256"],
  [0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256"],
  [0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384"],
  [0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"],
  [0x1301, "TLS_AES_128_GCM_SHA256"],
  [0x1302, "TLS_AES_256_GCM_SHA384"],
  [0x1303, "TLS_CHACHA20_POLY1305_SHA256"],
  [0x1304, "TLS_AES_128_CCM_SHA256"],
  [0x1305, "TLS_AES_128_CCM_8_SHA256"],
  [0x5600, "TLS_FALLBACK_SCSV"],
  [0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"],
  [0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA"],
  [0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"],
  [0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA"],
  [0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"],
  [0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384"],
  [0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256"],
  [0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384"],
  [0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"],
  [0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"],
  [0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"],
  [0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"],
  [0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"],
  [0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"],
]);

const extensionNames = new Map<number, string>([
  [0, "server_name"],
  [1, "max_fragment_length"],
  [5, "status_request"],
  [10, "supported_groups"],
  [11, "ec_point_formats"],
  [13, "signature_algorithms"],
  [14, "use_srtp"],
  [15, "heartbeat"],
  [16, "application_layer_protocol_negotiation"],
  [18, "signed_certificate_timestamp"],
  [21, "padding"],
  [22, "encrypt_then_mac"],
  [23, "extended_master_secret"],
  [27, "compress_certificate"],
  [28, "record_size_limit"],
  [35, "session_ticket"],
  [41, "pre_shared_key"],
  [42, "early_data"],
  [43, "supported_versions"],
  [44, "cookie"],
  [45, "psk_key_exchange_modes"],
  [47, "certificate_authorities"],
  [48, "oid_filters"],
  [49, "post_handshake_auth"],
  [50, "signature_algorithms_cert"],
  [51, "key_share"],
  [0xfe0d, "encrypted_client_hello"],
  [0xff01, "renegotiation_info"],
]);

/** A record's content type in words. */
export function toTlsContentTypeName(type: number): string {
  return contentTypeNames.get(type) ?? `Unknown (${type})`;
}

/** A handshake message's name; undefined for types that no RFC gives. */
export function toTlsHandshakeName(type: number): string | undefined {
  return handshakeNames.get(type);
}

/** What an alert says (RFC 8446, section 6). */
export function toTlsAlertName(description: number): string {
  return alertNames.get(description) ?? `Unknown (${description})`;
}

/** An alert's level. */
export function toTlsLevelName(level: number): string {
  return level === 1 ? "Warning" : level === 2 ? "Fatal" : `Unknown (${level})`;
}

/** A protocol version; values that RFC 8701 reserves are called so. */
export function toTlsVersionName(version: number): string {
  return versionNames.get(version) ?? (isGrease(version) ? "Reserved (GREASE)" : "Unknown");
}

/** A cipher suite (IANA, "TLS Cipher Suites"), of those that are in use. */
export function toTlsSuiteName(suite: number): string {
  return suiteNames.get(suite) ?? (isGrease(suite) ? "Reserved (GREASE)" : "Unknown");
}

/** An extension (IANA, "TLS ExtensionType Values"). */
export function toTlsExtensionName(type: number): string {
  return extensionNames.get(type) ?? (isGrease(type) ? "Reserved (GREASE)" : "unknown");
}

function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}
