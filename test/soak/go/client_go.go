package main

import (
	"context"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// clientGoInformers asks for protobuf, as client-go's own components do, and takes JSON where there is none.
func clientGoInformers(ctx context.Context, config *rest.Config) ([]informer, error) {
	typed := rest.CopyConfig(config)
	typed.ContentType = "application/vnd.kubernetes.protobuf"
	typed.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	clients, err := kubernetes.NewForConfig(typed)
	if err != nil {
		return nil, err
	}
	untyped, err := dynamic.NewForConfig(config)
	if err != nil {
		return nil, err
	}
	builtin := informers.NewSharedInformerFactory(clients, 0)
	dynamics := dynamicinformer.NewDynamicSharedInformerFactory(untyped, 0)
	found := []informer{
		{"client-go", "configmaps", builtin.Core().V1().ConfigMaps().Informer()},
		{"client-go", "deployments", builtin.Apps().V1().Deployments().Informer()},
		{"client-go", "gears", dynamics.ForResource(custom).Informer()},
	}
	builtin.Start(ctx.Done())
	dynamics.Start(ctx.Done())
	return found, nil
}
