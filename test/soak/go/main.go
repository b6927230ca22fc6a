// Command soak follows a server with the informers of client-go and of controller-runtime. It tells every event as a
// line of JSON on stdout, and for each line on stdin what is in the caches.
package main

import (
	"bufio"
	"context"
	"flag"
	"log"
	"os"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

// Custom are the objects of a definition that comes, changes and goes during the run.
var custom = schema.GroupVersionResource{Group: "soak.durasync.dev", Version: "v1", Resource: "gears"}

// Informer is one cache, under the name the harness knows it by.
type informer struct {
	library  string
	kind     string
	informer cache.SharedIndexInformer
}

func main() {
	server := flag.String("server", "", "URL of the server")
	suffix := flag.String("suffix", "", "put behind the libraries' names")
	flag.Parse()
	log.SetOutput(os.Stderr)

	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	report := newReport(os.Stdout)
	config := &rest.Config{Host: *server, QPS: 50, Burst: 100}

	informers, err := clientGoInformers(ctx, config)
	if err != nil {
		log.Fatal(err)
	}
	more, err := controllerRuntimeInformers(ctx, config)
	if err != nil {
		log.Fatal(err)
	}
	informers = append(informers, more...)
	for i := range informers {
		informers[i].library += *suffix
		if _, err := informers[i].informer.AddEventHandler(report.handler(informers[i])); err != nil {
			log.Fatal(err)
		}
	}

	// Closed with the harness: nothing outlives it.
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		report.caches(informers)
	}
}
