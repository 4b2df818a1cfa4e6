import type { EquivalentCall } from "./equivalentCall.ts";
import { toDoubleQuoted, toReadableQuoted } from "./stringLiteral.ts";

/** The call as a Go program over the official SDK `github.com/alibabacloud-go/eci-20180808/v3`. */
export function buildGo(call: EquivalentCall): string {
  return `// go get github.com/alibabacloud-go/eci-20180808/v3
package main

import (
	"fmt"
	"log"
	"os"

	openapi "github.com/alibabacloud-go/darabonba-openapi/v2/client"
	eci "github.com/alibabacloud-go/eci-20180808/v3/client"
	"github.com/alibabacloud-go/tea/tea"
)

func main() {
	config := &openapi.Config{
		Endpoint:        tea.String(${toDoubleQuoted(call.host)}),
		Protocol:        tea.String(${toDoubleQuoted(call.scheme)}),
		AccessKeyId:     tea.String(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_ID")),
		AccessKeySecret: tea.String(os.Getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET")),
	}
	if token, ok := os.LookupEnv("ALIBABA_CLOUD_SECURITY_TOKEN"); ok {
		config.SecurityToken = tea.String(token)
	}
	client, err := eci.NewClient(config)
	if err != nil {
		log.Fatal(err)
	}

	// Not idempotent: after a timeout look at DescribeInstanceOpsRecords before asking again.
	response, err := client.CreateInstanceOpsTask(&eci.CreateInstanceOpsTaskRequest{
		RegionId:         tea.String(${toDoubleQuoted(call.regionId)}),
		ContainerGroupId: tea.String(${toDoubleQuoted(call.instanceId)}),
		OpsType:          tea.String(${toDoubleQuoted(call.opsType)}),
		OpsValue:         tea.String(${toReadableQuoted(call.opsValue, "`")}),
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(response.Body)
}
`;
}
