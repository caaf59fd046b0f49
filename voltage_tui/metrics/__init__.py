"""What Prometheus scrapes of one environment, and what to import into Grafana and Prometheus."""
